"""Authorities and certificates, made for one test."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)


@dataclass(frozen=True)
class Certificate:
    """The files of one certificate, its key, and both together as drivers want them."""

    certificate: Path
    key: Path
    both: Path


def name_of(subject: str) -> x509.Name:
    """`CN=web,OU=shop`, most special first, as RFC 4514 writes it."""
    return x509.Name.from_rfc4514_string(subject)


class Authority:
    """Signs certificates for servers and clients."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder = folder / name
        self._folder.mkdir()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = name_of(f"CN={name}")
        certificate = (
            self._builder(self._name, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.file = self._folder / "ca.pem"
        self.file.write_bytes(certificate.public_bytes(Encoding.PEM))

    def issue(
        self,
        subject: str,
        *,
        hosts: tuple[str, ...] = ("localhost",),
        addresses: tuple[str, ...] = ("127.0.0.1",),
        passphrase: bytes | None = None,
    ) -> Certificate:
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName(host) for host in hosts]
        names += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
        certificate = (
            self._builder(name_of(subject), key)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        number = len(list(self._folder.iterdir()))
        files = Certificate(
            *(self._folder / f"{number}-{part}.pem" for part in ("certificate", "key", "both"))
        )
        encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
        key_text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
        text = certificate.public_bytes(Encoding.PEM)
        files.certificate.write_bytes(text)
        files.key.write_bytes(key_text)
        files.both.write_bytes(text + key_text)
        return files

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
        )
