// A client of the server at STEPWELL_URL that keeps what it was answered, so that what no test asked for can be told.

import assert from 'node:assert/strict';
import * as sfn from '@aws-sdk/client-sfn';

export const client = new sfn.SFNClient({
  endpoint: process.env.STEPWELL_URL,
  region: 'us-east-1',
  credentials: {accessKeyId: 'any', secretAccessKey: 'any'},
  // StartSyncExecution and TestState would go to the host sync-….
  disableHostPrefix: true,
  // An error is told as it comes.
  maxAttempts: 1,
});

/** Operations that have answered. */
export const answered = new Set();

/** What operations have refused with, as 'Operation Error'. */
export const refused = new Set();

/** Calls an operation. */
export async function call(operation, input = {}, options = {}) {
  const output = await client.send(new sfn[`${operation}Command`](input), options);
  assert.equal(output.$metadata.httpStatusCode, 200);
  assert.match(output.$metadata.requestId, /^[0-9a-f-]{36}$/);
  answered.add(operation);
  return output;
}

/** Calls an operation that must be refused with that modelled error and that message: a text, or a pattern. */
export async function refuses(operation, input, error, message) {
  const failure = await call(operation, input).then(
      () => assert.fail(`${operation} must be refused with ${error}`),
      failure => failure);
  return checkRefusal(failure, operation, error, message);
}

/** Checks what an operation was refused with. */
export function checkRefusal(failure, operation, error, message) {
  assert.equal(failure.name, error, `${operation}: ${failure.message}`);
  assert.ok(failure instanceof sfn[error], `${error} is an error of the model`);
  assert.equal(failure.$fault, 'client');
  assert.equal(failure.$metadata.httpStatusCode, 400);
  if (message instanceof RegExp) {
    assert.match(failure.message, message);
  } else {
    assert.equal(failure.message, message);
  }
  refused.add(`${operation} ${error}`);
  return failure;
}
