"""Runs one Lambda handler under Python, unchanged: asks for invocations by the Lambda Runtime API, one at a time, and
answers each. Needs no package. The argument is the file of the handler; _HANDLER ends in the name of its function."""

import http.client
import importlib.util
import json
import os
import sys
import time
import traceback

BASE = "/2018-06-01/runtime/"
HOST, PORT = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
MARK = os.environ.pop("STEPWELL_LOG_MARK", "")
connection = http.client.HTTPConnection(HOST, int(PORT))


def call(method, where, body=None, headers=None):
    connection.request(method, BASE + where, body, headers or {})
    response = connection.getresponse()
    return response.status, response.headers, response.read()


def end_log():
    """What has been printed so far belongs to this invocation; what follows the mark does not."""
    sys.stderr.flush()
    if MARK:
        sys.stdout.write("\n" + MARK + "\n")
    sys.stdout.flush()


def fail(request_id, error, error_type=None):
    body = {
        "errorMessage": str(error),
        "errorType": error_type or type(error).__name__,
        "requestId": request_id or "",
        "stackTrace": traceback.format_tb(error.__traceback__),
    }
    print("[ERROR] %s: %s\n%s" % (body["errorType"], body["errorMessage"], "".join(body["stackTrace"])))
    end_log()
    where = "invocation/%s/error" % request_id if request_id else "init/error"
    headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": body["errorType"]}
    call("POST", where, json.dumps(body).encode("utf-8"), headers)


class HandlerNotFound(Exception):
    pass


def load():
    module_name, name = os.environ["_HANDLER"].rsplit(".", 1)
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    spec = importlib.util.spec_from_file_location(module_name, sys.argv[1])
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    spec.loader.exec_module(module)
    handler = getattr(module, name, None)
    if not callable(handler):
        raise HandlerNotFound("Handler '%s' missing on module '%s'" % (name, module_name))
    return handler


def type_of_load_failure(error):
    if isinstance(error, SyntaxError):
        return "Runtime.UserCodeSyntaxError"
    if isinstance(error, HandlerNotFound):
        return "Runtime.HandlerNotFound"
    return "Runtime.ImportModuleError" if isinstance(error, (ImportError, FileNotFoundError)) else None


class ClientContext:
    def __init__(self, context):
        self.client = context.get("client")
        self.custom = context.get("custom")
        self.env = context.get("env")


class Context:
    """What handlers get as their second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        client_context = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(client_context)) if client_context else None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        print(message)


def run():
    try:
        handler = load()
    except BaseException as error:
        fail(None, error, type_of_load_failure(error))
        sys.exit(1)
    while True:
        status, headers, body = call("GET", "invocation/next")
        if status != 200:
            sys.exit("invocation/next answered %d: %s" % (status, body.decode("utf-8")))
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            result = handler(json.loads(body), Context(headers))
            try:
                answer = json.dumps(result).encode("utf-8")
            except (TypeError, ValueError) as unusable:
                fail(request_id, unusable, "Runtime.MarshalError")
                continue
        except Exception as error:
            fail(request_id, error)
            continue
        end_log()
        call("POST", "invocation/%s/response" % request_id, answer, {"Content-Type": "application/json"})


run()
