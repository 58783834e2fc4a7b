// Runs one Lambda handler under Node.js, unchanged: asks for invocations by the Lambda Runtime API, one at a time, and
// answers each. Needs no package. The argument is the file of the handler; _HANDLER ends in the name of its export.
import http from 'node:http';
import { pathToFileURL } from 'node:url';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const base = '/2018-06-01/runtime/';
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const mark = process.env.STEPWELL_LOG_MARK;
delete process.env.STEPWELL_LOG_MARK;

function call(method, where, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, agent, method, path: base + where, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function told(error, type) {
  if (error instanceof Error || (error && typeof error.message === 'string' && typeof error.stack === 'string')) {
    return { errorType: type ?? error.name ?? 'Error', errorMessage: error.message, trace: error.stack.split('\n') };
  }
  return { errorType: type ?? typeof error, errorMessage: String(error), trace: [] };
}

// What has been printed so far belongs to this invocation; what follows the mark does not.
async function endLog() {
  if (mark) {
    await new Promise((written) => process.stdout.write(`\n${mark}\n`, written));
  }
}

// Whoever started this process decides when it ends, also where Ctrl-C reaches all of a terminal.
process.on('SIGINT', () => {});

let current = null;

async function fail(error, type) {
  const body = told(error, type);
  console.error(`${body.errorType}: ${body.errorMessage}\n${body.trace.slice(1).join('\n')}`);
  const id = current;
  current = null;
  await endLog();
  await call('POST', id ? `invocation/${id}/error` : 'init/error', JSON.stringify(body), {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Function-Error-Type': body.errorType,
  });
}

async function succeed(result) {
  const text = result === undefined ? 'null' : JSON.stringify(result);
  if (text === undefined) {
    throw new Error('Unable to stringify response body');
  }
  const id = current;
  current = null;
  await endLog();
  await call('POST', `invocation/${id}/response`, text, { 'Content-Type': 'application/json' });
}

// A failure that nobody waits for leaves the process in a state that nobody knows: it ends.
for (const [event, type] of [['uncaughtException', undefined], ['unhandledRejection', 'Runtime.UnhandledPromiseRejection']]) {
  process.on(event, async (error) => {
    await fail(error, type).catch(() => {});
    process.exit(128);
  });
}

async function load() {
  const configured = process.env._HANDLER;
  const name = configured.slice(configured.lastIndexOf('.') + 1);
  const module = await import(pathToFileURL(process.argv[2]));
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== 'function') {
    const missing = new Error(`${configured} is undefined or not exported`);
    missing.name = 'Runtime.HandlerNotFound';
    throw missing;
  }
  return handler;
}

function typeOfLoadFailure(error) {
  if (error instanceof SyntaxError) {
    return 'Runtime.UserCodeSyntaxError';
  }
  return ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(error?.code) ? 'Runtime.ImportModuleError' : undefined;
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const clientContext = headers['lambda-runtime-client-context'];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    clientContext: clientContext ? JSON.parse(clientContext) : undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

// Settles by the promise of an async handler, by the callback of another one, or when nothing is left to be done.
function invoke(handler, event, context) {
  return new Promise((resolve, reject) => {
    const idle = () => resolve(null);
    const settle = (how) => (value) => {
      process.removeListener('beforeExit', idle);
      how(value);
    };
    const done = settle(resolve);
    const failed = settle(reject);
    process.once('beforeExit', idle);
    context.succeed = done;
    context.fail = failed;
    context.done = (error, result) => (error ? failed(error) : done(result));
    let returned;
    try {
      returned = handler(event, context, context.done);
    } catch (error) {
      failed(error);
      return;
    }
    if (typeof returned?.then === 'function') {
      returned.then(done, failed);
    }
  });
}

async function run() {
  let handler;
  try {
    handler = await load();
  } catch (error) {
    await fail(error, typeOfLoadFailure(error));
    process.exit(1);
  }
  while (true) {
    const next = await call('GET', 'invocation/next');
    if (next.status !== 200) {
      throw new Error(`invocation/next answered ${next.status}: ${next.body}`);
    }
    current = next.headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] ?? '';
    try {
      await succeed(await invoke(handler, JSON.parse(next.body), contextOf(next.headers)));
    } catch (error) {
      await fail(error);
    }
  }
}

run().catch((error) => {
  // Whoever started this process is gone, or has ended the conversation.
  console.error(String(error?.message ?? error));
  process.exit(1);
});
