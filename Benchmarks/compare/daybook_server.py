"""A data folder and the server on it, pinned to the core that is measured."""

import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time

START_SECONDS = 60


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Server:
    def __init__(self, program, folder, core):
        self.program = program
        self.data = os.path.join(folder, "data")
        self.core = core
        self.process = None
        self.control, gateway, node = free_ports(3)
        made = self.run(
            "init", "--sample", "--json", "--control-port", str(self.control), "--gateway-port",
            str(gateway), "--node-port", str(node),
        )  # fmt: skip
        self.facts = json.loads(made)
        self.project = self.facts["project_id"]
        self.connection = None

    def run(self, *arguments):
        command = [self.program, *arguments, "--data", self.data]
        return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()

    def add_clusters(self, ids):
        """Clusters have no command of their own yet, so they are written into the catalog."""
        catalog = sqlite3.connect(os.path.join(self.data, "catalog.sqlite"))
        with catalog:
            for cluster, port in zip(ids, free_ports(len(ids))):
                catalog.execute(
                    "INSERT INTO clusters SELECT ?, project, workspace, ?, host, ? FROM clusters WHERE id = ?",
                    (cluster, cluster[:8], port, self.facts["cluster_id"]),
                )
        catalog.close()

    def start(self):
        """Returns when the server answers; the moment at which it was started."""
        self.token = self.run("token").split()[0]
        before = time.perf_counter()
        self.process = subprocess.Popen(
            ["taskset", "-c", str(self.core), self.program, "serve", "--data", self.data],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while True:
            try:
                self.connection = self.connect()
                self.connection.request("GET", "/health")
                answer = self.connection.getresponse()
                answer.read()
                if answer.status == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None or time.perf_counter() - before > START_SECONDS:
                sys.exit("the server did not start")
            time.sleep(0.005)
        return before

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.control, timeout=600)

    def post(self, path, body, media_type="application/json", connection=None):
        headers = {"X-Auth-Token": self.token, "Content-Type": media_type}
        connection = connection or self.connection
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            sys.exit(f"the server answered {answer.status}: {text[:500].decode()}")
        return text

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait(timeout=120)
