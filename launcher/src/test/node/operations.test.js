// Every operation answers AWS's own client, and refuses with every error of the model that can arise here.

import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, test} from 'node:test';
import {answered, call, checkRefusal, client, refused, refuses} from './client.js';
import {CANNOT_ARISE} from './cannot-arise.js';

const ARN = 'arn:aws:states:us-east-1:123456789012:';
const roleArn = 'arn:aws:iam::123456789012:role/stepwell';
const INVALID_TOKEN = "Invalid Token: 'Invalid token'";
const NOT_AN_ARN = "Invalid Arn: 'Invalid ARN prefix: nonsense'";
const NO_RESOURCE = 'Request references a resource that does not exist.';
const UNKNOWN_EXECUTION = `${ARN}execution:pass:nobody`;
const UNKNOWN_MACHINE = `${ARN}stateMachine:nobody`;
const NO_MACHINE = `State Machine Does Not Exist: '${UNKNOWN_MACHINE}'`;
const NO_EXECUTION = `Execution Does Not Exist: '${UNKNOWN_EXECUTION}'`;
const UNKNOWN_ACTIVITY = `${ARN}activity:nobody`;
const NO_ACTIVITY = `Activity Does Not Exist: '${UNKNOWN_ACTIVITY}'`;
const LABELLED = `${ARN}stateMachine:pass/label`;

const machine = state => JSON.stringify({StartAt: 'A', States: {A: state}});
const PASS = machine({Type: 'Pass', End: true});
const WAIT = machine({Type: 'Wait', Seconds: 3600, End: true});
const FAIL = machine({Type: 'Fail', Error: 'Why', Cause: 'because'});
const work = activityArn => machine({Type: 'Task', Resource: activityArn, End: true});
const tags = count => Array.from({length: count}, (_, i) => ({key: `key${i}`, value: 'value'}));

/** The ARN of a new state machine. */
async function create(name, definition, more = {}) {
  const created = await call('CreateStateMachine', {name, definition, roleArn, ...more});
  return created.stateMachineArn;
}

/**
 * Calls an operation for a state machine that is being deleted. It may be gone before that: then another one is tried.
 *
 * @param input what to ask for, by the ARN of the state machine, which has a version and an alias
 */
async function refusesWhileDeleting(operation, input, more = {}) {
  for (let i = 0; i < 20; i++) {
    const name = `deleting-${operation}-${i}`;
    const stateMachineArn = await create(name, PASS, {publish: true, ...more});
    const routingConfiguration = [{stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100}];
    await call('CreateStateMachineAlias', {name: 'live', routingConfiguration});
    await call('DeleteStateMachine', {stateMachineArn});
    const failure = await call(operation, input({stateMachineArn, name, routingConfiguration})).then(() => undefined, failure => failure);
    if (failure?.name === 'StateMachineDeleting') {
      return checkRefusal(failure, operation, 'StateMachineDeleting', `State Machine Deleting: '${stateMachineArn}'`);
    }
    assert.match(`${failure?.name}`, /DoesNotExist$|^ResourceNotFound$/, `${operation}: ${failure}`);
  }
  assert.fail(`${operation} never met a state machine that is being deleted`);
}

/** The machine that most tests ask for. */
let pass;

before(async () => {
  pass = await create('pass', PASS);
});

after(() => client.destroy());

test('CreateStateMachine', async () => {
  const refusal = (input, error, message) =>
    refuses('CreateStateMachine', {name: 'refused', definition: PASS, roleArn, ...input}, error, message);

  const created = await call('CreateStateMachine', {name: 'created', definition: PASS, roleArn, publish: true});
  assert.equal(created.stateMachineVersionArn, `${created.stateMachineArn}:1`);
  assert.ok(created.creationDate instanceof Date);
  const again = await call('CreateStateMachine', {name: 'created', definition: PASS, roleArn, publish: true});
  assert.deepEqual(again.creationDate, created.creationDate);

  await refusal({name: 'created'}, 'StateMachineAlreadyExists', `State Machine Already Exists: '${created.stateMachineArn}'`);
  await refusal({name: 'in valid'}, 'InvalidName', "Invalid Name: 'in valid'");
  await refusal({roleArn: 'nonsense'}, 'InvalidArn', "Invalid Role Arn: 'nonsense'");
  await refusal({definition: machine({Type: 'Pass', Next: 'B'})}, 'InvalidDefinition',
      /^Invalid State Machine Definition: '.*MISSING_TRANSITION_TARGET: Missing 'Next' target: B at \/States\/A\/Next/);
  await refusal({loggingConfiguration: {level: 'ALL'}}, 'InvalidLoggingConfiguration',
      'Invalid Logging Configuration: Must specify exactly one Log Destination.');
  await refusal({encryptionConfiguration: {type: 'CUSTOMER_MANAGED_KMS_KEY'}}, 'InvalidEncryptionConfiguration',
      /Must set a valid kmsKeyId\./);
  await refusal({tags: tags(51)}, 'TooManyTags', /./);
  await refusal({versionDescription: 'v'}, 'ValidationException', 'Version description can only be set when publish is true');
  await refusesWhileDeleting('CreateStateMachine', ({name}) => ({name, definition: PASS, roleArn}));
});

test('DescribeStateMachine', async () => {
  const described = await call('DescribeStateMachine', {stateMachineArn: pass});
  assert.equal(described.definition, PASS);
  assert.equal(described.status, 'ACTIVE');
  assert.deepEqual(described.encryptionConfiguration, {type: 'AWS_OWNED_KEY'});
  await refuses('DescribeStateMachine', {stateMachineArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('DescribeStateMachine', {stateMachineArn: UNKNOWN_MACHINE}, 'StateMachineDoesNotExist', NO_MACHINE);
});

test('UpdateStateMachine', async () => {
  const stateMachineArn = await create('updated', PASS);
  const refusal = (input, error, message) =>
    refuses('UpdateStateMachine', {stateMachineArn, ...input}, error, message);

  const updated = await call('UpdateStateMachine', {stateMachineArn, definition: FAIL});
  assert.match(updated.revisionId, /^[0-9a-f-]{36}$/);
  await refusal({stateMachineArn: 'nonsense', definition: PASS}, 'InvalidArn', NOT_AN_ARN);
  await refusal({definition: '{}'}, 'InvalidDefinition', /^Invalid State Machine Definition: /);
  await refusal({loggingConfiguration: {level: 'ALL'}}, 'InvalidLoggingConfiguration',
      'Invalid Logging Configuration: Must specify exactly one Log Destination.');
  await refusal({encryptionConfiguration: {type: 'CUSTOMER_MANAGED_KMS_KEY'}}, 'InvalidEncryptionConfiguration',
      /Must set a valid kmsKeyId\./);
  await refusal({}, 'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified');
  await refusal({definition: PASS, versionDescription: 'v'}, 'ValidationException',
      'Version description can only be set when publish is true');
  await refusal({stateMachineArn: UNKNOWN_MACHINE, definition: PASS}, 'StateMachineDoesNotExist', NO_MACHINE);
  await refusesWhileDeleting('UpdateStateMachine', ({stateMachineArn}) => ({stateMachineArn, definition: FAIL}));
});

test('DeleteStateMachine', async () => {
  const stateMachineArn = await create('deleted', PASS);
  await call('DeleteStateMachine', {stateMachineArn});
  await call('DeleteStateMachine', {stateMachineArn});
  await refuses('DeleteStateMachine', {stateMachineArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  const refusal = await refuses('DeleteStateMachine', {stateMachineArn: LABELLED}, 'ValidationException', /./);
  assert.equal(refusal.reason, 'API_DOES_NOT_SUPPORT_LABELED_ARNS');
});

test('ListStateMachines', async () => {
  const {stateMachines} = await call('ListStateMachines', {maxResults: 1000});
  assert.ok(stateMachines.some(listed => listed.stateMachineArn === pass));
  await refuses('ListStateMachines', {nextToken: 'nonsense'}, 'InvalidToken', INVALID_TOKEN);
});

test('PublishStateMachineVersion, ListStateMachineVersions, DeleteStateMachineVersion', async () => {
  const stateMachineArn = await create('versioned', PASS);
  const refusal = (input, error, message) =>
    refuses('PublishStateMachineVersion', {stateMachineArn, ...input}, error, message);

  const {stateMachineVersionArn} = await call('PublishStateMachineVersion', {stateMachineArn, description: 'first'});
  assert.equal(stateMachineVersionArn, `${stateMachineArn}:1`);
  await refusal({revisionId: 'other'}, 'ConflictException', 'Failed to publish the State Machine version for revision other.'
      + ' The current State Machine revision is INITIAL.');
  await refusal({stateMachineArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refusal({stateMachineArn: UNKNOWN_MACHINE}, 'StateMachineDoesNotExist', NO_MACHINE);
  await refusesWhileDeleting('PublishStateMachineVersion', ({stateMachineArn}) => ({stateMachineArn}));
  await refusal({description: 'd'.repeat(257)}, 'ValidationException',
      / at 'description' failed to satisfy constraint: Member must have length less than or equal to 256$/);

  const {stateMachineVersions} = await call('ListStateMachineVersions', {stateMachineArn});
  assert.deepEqual(stateMachineVersions.map(version => version.stateMachineVersionArn), [stateMachineVersionArn]);
  await refuses('ListStateMachineVersions', {stateMachineArn, nextToken: 'nonsense'}, 'InvalidToken', INVALID_TOKEN);
  await refuses('ListStateMachineVersions', {stateMachineArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('ListStateMachineVersions', {stateMachineArn, maxResults: 1001}, 'ValidationException',
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint:"
      + ' Member must have value less than or equal to 1000');

  const {stateMachineAliasArn} = await call('CreateStateMachineAlias',
      {name: 'holds', routingConfiguration: [{stateMachineVersionArn, weight: 100}]});
  await refuses('DeleteStateMachineVersion', {stateMachineVersionArn}, 'ConflictException',
      'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [holds]');
  await call('DeleteStateMachineAlias', {stateMachineAliasArn});
  await call('DeleteStateMachineVersion', {stateMachineVersionArn});
  await refuses('DeleteStateMachineVersion', {stateMachineVersionArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('DeleteStateMachineVersion', {stateMachineVersionArn: 'a'.repeat(2001)}, 'ValidationException',
      /Member must have length less than or equal to 2000$/);
});

test('aliases', async () => {
  const stateMachineArn = await create('aliased', PASS);
  const {stateMachineVersionArn} = await call('PublishStateMachineVersion', {stateMachineArn});
  const routingConfiguration = [{stateMachineVersionArn, weight: 100}];
  const refusal = (input, error, message) =>
    refuses('CreateStateMachineAlias', {name: 'refused', routingConfiguration, ...input}, error, message);

  const {stateMachineAliasArn} = await call('CreateStateMachineAlias', {name: 'live', routingConfiguration});
  assert.equal(stateMachineAliasArn, `${stateMachineArn}:live`);
  await refusal({name: 'live', description: 'other'}, 'ConflictException', 'Failed to create alias because an alias with'
      + ' the same name and a different routing configuration already exists.');
  await refusal({routingConfiguration: [{stateMachineVersionArn, weight: 99}]}, 'ValidationException',
      'Sum of routing configuration weights must equal 100. Received: [99]');
  await refusal({routingConfiguration: [{stateMachineVersionArn: 'nonsense', weight: 100}]}, 'ValidationException',
      'Routing configuration must contain state machine version ARNs. Received: [nonsense]');
  await refusal({name: ''}, 'ValidationException', /at 'name' failed to satisfy constraint: /);
  await refusesWhileDeleting('CreateStateMachineAlias', ({routingConfiguration}) => ({name: 'new', routingConfiguration}));
  await refusesWhileDeleting('UpdateStateMachineAlias', ({stateMachineArn}) =>
    ({stateMachineAliasArn: `${stateMachineArn}:live`, description: 'new'}));
  await refusal({routingConfiguration: [{stateMachineVersionArn: `${stateMachineArn}:9`, weight: 100}]}, 'ResourceNotFound', NO_RESOURCE);

  const described = await call('DescribeStateMachineAlias', {stateMachineAliasArn});
  assert.deepEqual(described.routingConfiguration, routingConfiguration);
  const unknown = `${stateMachineArn}:gone`;
  await refuses('DescribeStateMachineAlias', {stateMachineAliasArn: unknown}, 'ResourceNotFound', NO_RESOURCE);
  await refuses('DescribeStateMachineAlias', {stateMachineAliasArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('DescribeStateMachineAlias', {stateMachineAliasArn: 'a'.repeat(257)}, 'ValidationException', /^1 validation error/);

  await call('UpdateStateMachineAlias', {stateMachineAliasArn, description: 'new'});
  await refuses('UpdateStateMachineAlias', {stateMachineAliasArn: unknown, description: 'new'}, 'ResourceNotFound', NO_RESOURCE);
  await refuses('UpdateStateMachineAlias', {stateMachineAliasArn: 'nonsense', description: 'new'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('UpdateStateMachineAlias', {stateMachineAliasArn}, 'ValidationException', /./);

  const {stateMachineAliases} = await call('ListStateMachineAliases', {stateMachineArn});
  assert.deepEqual(stateMachineAliases.map(alias => alias.stateMachineAliasArn), [stateMachineAliasArn]);
  await refuses('ListStateMachineAliases', {stateMachineArn, nextToken: 'nonsense'}, 'InvalidToken', INVALID_TOKEN);
  await refuses('ListStateMachineAliases', {stateMachineArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('ListStateMachineAliases', {stateMachineArn: UNKNOWN_MACHINE}, 'StateMachineDoesNotExist', NO_MACHINE);

  await call('DeleteStateMachineAlias', {stateMachineAliasArn});
  await call('DeleteStateMachineAlias', {stateMachineAliasArn});
  await refuses('DeleteStateMachineAlias', {stateMachineAliasArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('DeleteStateMachineAlias', {stateMachineAliasArn: 'a'.repeat(257)}, 'ValidationException', /^1 validation error/);
});

test('a state machine has 100 aliases at most', async () => {
  const stateMachineArn = await create('many-aliases', PASS);
  const {stateMachineVersionArn} = await call('PublishStateMachineVersion', {stateMachineArn});
  const routingConfiguration = [{stateMachineVersionArn, weight: 100}];
  for (let i = 0; i < 100; i++) {
    await call('CreateStateMachineAlias', {name: `alias${i}`, routingConfiguration});
  }
  await refuses('CreateStateMachineAlias', {name: 'one-more', routingConfiguration}, 'ServiceQuotaExceededException', /100/);
});

test('a state machine has 1,000 versions at most', async () => {
  const stateMachineArn = await create('many-versions', PASS);
  for (let i = 0; i < 1000; i++) {
    await call('UpdateStateMachine', {stateMachineArn, definition: machine({Type: 'Pass', Result: i, End: true}), publish: true});
  }
  await refuses('UpdateStateMachine', {stateMachineArn, definition: PASS, publish: true}, 'ServiceQuotaExceededException', /1[,.]?000/);
  await call('UpdateStateMachine', {stateMachineArn, definition: WAIT});
  await refuses('PublishStateMachineVersion', {stateMachineArn}, 'ServiceQuotaExceededException', /1[,.]?000/);
});

test('ValidateStateMachineDefinition', async () => {
  const validated = await call('ValidateStateMachineDefinition', {definition: machine({Type: 'Pass', Next: 'B'})});
  assert.equal(validated.result, 'FAIL');
  assert.deepEqual(validated.diagnostics[0], {severity: 'ERROR', code: 'MISSING_TRANSITION_TARGET',
    message: "Missing 'Next' target: B", location: '/States/A/Next'});
  await refuses('ValidateStateMachineDefinition', {definition: PASS, maxResults: 101}, 'ValidationException',
      /Member must have value less than or equal to 100$/);
});

test('TagResource, UntagResource, ListTagsForResource', async () => {
  const resourceArn = await create('tagged', PASS, {tags: [{key: 'a', value: '1'}]});
  await call('TagResource', {resourceArn, tags: [{key: 'b', value: '2'}]});
  await call('UntagResource', {resourceArn, tagKeys: ['a']});
  assert.deepEqual((await call('ListTagsForResource', {resourceArn})).tags, [{key: 'b', value: '2'}]);
  await refuses('TagResource', {resourceArn, tags: tags(51)}, 'TooManyTags', /./);
  for (const [operation, more] of [['TagResource', {tags: tags(1)}], ['UntagResource', {tagKeys: ['a']}], ['ListTagsForResource', {}]]) {
    await refuses(operation, {resourceArn: 'nonsense', ...more}, 'InvalidArn', NOT_AN_ARN);
    const refusal = await refuses(operation, {resourceArn: UNKNOWN_MACHINE, ...more}, 'ResourceNotFound', `Resource not found: '${UNKNOWN_MACHINE}'`);
    assert.equal(refusal.resourceName, UNKNOWN_MACHINE);
  }
});

test('StartExecution, DescribeExecution', async () => {
  const refusal = (input, error, message) => refuses('StartExecution', {stateMachineArn: pass, ...input}, error, message);

  const {executionArn, startDate} = await call('StartExecution', {stateMachineArn: pass, name: 'one', input: '{"a": 1}'});
  const described = await call('DescribeExecution', {executionArn});
  assert.deepEqual(described.startDate, startDate);
  assert.equal(described.status, 'SUCCEEDED');
  assert.deepEqual(JSON.parse(described.output), {a: 1});
  await refusal({name: 'one'}, 'ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
  await refusal({stateMachineArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refusal({input: ''}, 'InvalidExecutionInput', "Invalid State Machine Execution Input: 'Invalid execution input.'");
  await refusal({name: 'a?b'}, 'InvalidName', "Invalid Name: 'a?b'");
  await refusal({stateMachineArn: UNKNOWN_MACHINE}, 'StateMachineDoesNotExist', NO_MACHINE);
  await refusesWhileDeleting('StartExecution', ({stateMachineArn}) => ({stateMachineArn}));
  await refusal({stateMachineArn: LABELLED}, 'ValidationException', /./);
  await refuses('DescribeExecution', {executionArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('DescribeExecution', {executionArn: `${ARN}express:pass:one:two`}, 'InvalidArn',
      "Invalid Arn: 'Resource type not valid in this context: express'");
  await refuses('DescribeExecution', {executionArn: UNKNOWN_EXECUTION}, 'ExecutionDoesNotExist', NO_EXECUTION);

  const machineOf = await call('DescribeStateMachineForExecution', {executionArn});
  assert.equal(machineOf.stateMachineArn, pass);
  await refuses('DescribeStateMachineForExecution', {executionArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('DescribeStateMachineForExecution', {executionArn: UNKNOWN_EXECUTION}, 'ExecutionDoesNotExist', NO_EXECUTION);
});

test('StartSyncExecution', async () => {
  const stateMachineArn = await create('express', PASS, {type: 'EXPRESS'});
  const refusal = (input, error, message) => refuses('StartSyncExecution', {stateMachineArn, ...input}, error, message);

  const ended = await call('StartSyncExecution', {stateMachineArn, input: '[1]'});
  assert.equal(ended.status, 'SUCCEEDED');
  assert.equal(ended.output, '[1]');
  assert.equal(ended.billingDetails.billedMemoryUsedInMB, 64);
  await refusal({stateMachineArn: pass}, 'StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  await refusal({stateMachineArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refusal({stateMachineArn: UNKNOWN_MACHINE}, 'StateMachineDoesNotExist', NO_MACHINE);
  await refusesWhileDeleting('StartSyncExecution', ({stateMachineArn}) => ({stateMachineArn}), {type: 'EXPRESS'});
  await refusal({input: ''}, 'InvalidExecutionInput', "Invalid State Machine Execution Input: 'Invalid execution input.'");
  await refusal({name: 'a?b'}, 'InvalidName', "Invalid Name: 'a?b'");
});

test('ListExecutions', async () => {
  const stateMachineArn = await create('listed', PASS);
  for (let i = 0; i < 3; i++) {
    await call('StartExecution', {stateMachineArn, name: `run${i}`});
  }
  const first = await call('ListExecutions', {stateMachineArn, maxResults: 2});
  const second = await call('ListExecutions', {stateMachineArn, maxResults: 2, nextToken: first.nextToken});
  assert.equal(second.nextToken, undefined);
  assert.deepEqual([...first.executions, ...second.executions].map(listed => listed.name), ['run2', 'run1', 'run0']);
  const express = await create('listed-express', PASS, {type: 'EXPRESS'});
  await refuses('ListExecutions', {stateMachineArn: express}, 'StateMachineTypeNotSupported',
      'This operation is not supported by this type of state machine');
  await refuses('ListExecutions', {stateMachineArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('ListExecutions', {stateMachineArn, nextToken: 'nonsense'}, 'InvalidToken', INVALID_TOKEN);
  await refuses('ListExecutions', {stateMachineArn: UNKNOWN_MACHINE}, 'StateMachineDoesNotExist', NO_MACHINE);
  await refuses('ListExecutions', {}, 'ValidationException', /./);
  await refuses('ListExecutions', {mapRunArn: `${ARN}mapRun:pass/map:none`}, 'ResourceNotFound', /./);
});

test('StopExecution, GetExecutionHistory', async () => {
  const stateMachineArn = await create('stopped', WAIT);
  const {executionArn} = await call('StartExecution', {stateMachineArn});
  const {stopDate} = await call('StopExecution', {executionArn, error: 'Enough', cause: 'of this'});
  assert.ok(stopDate instanceof Date);
  const {events} = await call('GetExecutionHistory', {executionArn});
  assert.deepEqual(events.map(event => event.type), ['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
  assert.deepEqual(events[2].executionAbortedEventDetails, {error: 'Enough', cause: 'of this'});
  for (const operation of ['StopExecution', 'GetExecutionHistory']) {
    await refuses(operation, {executionArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
    await refuses(operation, {executionArn: UNKNOWN_EXECUTION}, 'ExecutionDoesNotExist', NO_EXECUTION);
  }
  await refuses('StopExecution', {executionArn, error: 'e'.repeat(257)}, 'ValidationException',
      /at 'error' failed to satisfy constraint: Member must have length less than or equal to 256$/);
  await refuses('GetExecutionHistory', {executionArn, nextToken: 'nonsense'}, 'InvalidToken', INVALID_TOKEN);
});

test('Map Runs, of which there are none', async () => {
  const {executionArn} = await call('StartExecution', {stateMachineArn: pass});
  assert.deepEqual((await call('ListMapRuns', {executionArn})).mapRuns, []);
  await refuses('ListMapRuns', {executionArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('ListMapRuns', {executionArn: UNKNOWN_EXECUTION}, 'ExecutionDoesNotExist', NO_EXECUTION);
  await refuses('ListMapRuns', {executionArn, nextToken: 'nonsense'}, 'InvalidToken', INVALID_TOKEN);
  const mapRunArn = `${ARN}mapRun:pass/map:none`;
  await refuses('DescribeMapRun', {mapRunArn}, 'ResourceNotFound', `Resource not found: '${mapRunArn}'`);
  await refuses('DescribeMapRun', {mapRunArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('UpdateMapRun', {mapRunArn, maxConcurrency: 1}, 'ResourceNotFound', `Resource not found: '${mapRunArn}'`);
  await refuses('UpdateMapRun', {mapRunArn: 'nonsense', maxConcurrency: 1}, 'InvalidArn', NOT_AN_ARN);
  await refuses('UpdateMapRun', {mapRunArn}, 'ValidationException', /./);
});

test('activities', async () => {
  const {activityArn} = await call('CreateActivity', {name: 'kept'});
  assert.equal((await call('CreateActivity', {name: 'kept'})).activityArn, activityArn);
  assert.equal((await call('DescribeActivity', {activityArn})).name, 'kept');
  const {activities} = await call('ListActivities', {maxResults: 1000});
  assert.ok(activities.some(activity => activity.activityArn === activityArn));
  await call('DeleteActivity', {activityArn});
  await refuses('CreateActivity', {name: 'in valid'}, 'InvalidName', "Invalid Name: 'in valid'");
  await refuses('CreateActivity', {name: 'refused', tags: tags(51)}, 'TooManyTags', /./);
  await refuses('CreateActivity', {name: 'refused', encryptionConfiguration: {type: 'CUSTOMER_MANAGED_KMS_KEY'}},
      'InvalidEncryptionConfiguration', /Must set a valid kmsKeyId\./);
  await call('CreateActivity', {name: 'plain'});
  await refuses('CreateActivity', {name: 'plain', encryptionConfiguration: {type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'key'}},
      'ActivityAlreadyExists', /./);
  await refuses('DescribeActivity', {activityArn: UNKNOWN_ACTIVITY}, 'ActivityDoesNotExist', NO_ACTIVITY);
  await refuses('DescribeActivity', {activityArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('DeleteActivity', {activityArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('ListActivities', {nextToken: 'nonsense'}, 'InvalidToken', INVALID_TOKEN);
});

test('tasks', async () => {
  const {activityArn} = await call('CreateActivity', {name: 'worked'});
  const stateMachineArn = await create('worked', work(activityArn));
  // The poll is there before the task is.
  const poll = call('GetActivityTask', {activityArn, workerName: 'node'});
  const started = await call('StartExecution', {stateMachineArn, input: '{"a": 1}'});
  const {taskToken, input} = await poll;
  assert.deepEqual(JSON.parse(input), {a: 1});
  await call('SendTaskHeartbeat', {taskToken});
  await refuses('SendTaskSuccess', {taskToken, output: '{'}, 'InvalidOutput', /^Invalid Output: /);
  await call('SendTaskSuccess', {taskToken, output: '{"b": 2}'});
  const described = await call('DescribeExecution', {executionArn: started.executionArn});
  assert.equal(described.status, 'SUCCEEDED');
  assert.deepEqual(JSON.parse(described.output), {b: 2});

  const failed = await call('StartExecution', {stateMachineArn});
  const second = await call('GetActivityTask', {activityArn});
  await call('SendTaskFailure', {taskToken: second.taskToken, error: 'Why', cause: 'because'});
  assert.equal((await call('DescribeExecution', {executionArn: failed.executionArn})).error, 'Why');

  // An execution that is gone with its machine has no tasks either.
  const going = await create('going', work(activityArn));
  await call('StartExecution', {stateMachineArn: going});
  const gone = await call('GetActivityTask', {activityArn});
  await call('DeleteStateMachine', {stateMachineArn: going});
  await untilGone(going);
  for (const [operation, more] of [['SendTaskSuccess', {output: '{}'}], ['SendTaskFailure', {}], ['SendTaskHeartbeat', {}]]) {
    await refuses(operation, {taskToken, ...more}, 'TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    await refuses(operation, {taskToken: 'nonsense', ...more}, 'InvalidToken', INVALID_TOKEN);
    await refuses(operation, {taskToken: gone.taskToken, ...more}, 'TaskDoesNotExist', "Task Does Not Exist: 'Provided task does not exist'");
  }
  await refuses('GetActivityTask', {activityArn: UNKNOWN_ACTIVITY}, 'ActivityDoesNotExist', NO_ACTIVITY);
  await refuses('GetActivityTask', {activityArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
});

/** Asks until the state machine is gone with its executions. */
async function untilGone(stateMachineArn) {
  for (let gone = false; !gone;) {
    gone = await call('DescribeStateMachine', {stateMachineArn}).then(
        () => false,
        failure => failure.name === 'StateMachineDoesNotExist');
  }
}

test('an activity has as many open polls as the setting says', async () => {
  const {activityArn} = await call('CreateActivity', {name: 'crowded'});
  const ends = new AbortController();
  const polls = Array.from({length: Number(process.env.STEPWELL_MAX_POLLERS) + 1}, () =>
    call('GetActivityTask', {activityArn}, {abortSignal: ends.signal}).catch(failure => failure));
  // One of them is refused; the others wait for tasks.
  const failure = await Promise.race(polls);
  assert.equal(failure.name, 'ActivityWorkerLimitExceeded');
  await refuses('GetActivityTask', {activityArn}, 'ActivityWorkerLimitExceeded', /./);
  ends.abort();
  await Promise.all(polls);
});

test('RedriveExecution', async () => {
  const stateMachineArn = await create('redriven', FAIL);
  const {executionArn} = await call('StartExecution', {stateMachineArn});
  const {redriveDate} = await call('RedriveExecution', {executionArn});
  assert.ok(redriveDate instanceof Date);
  const succeeded = await call('StartExecution', {stateMachineArn: pass});
  await refuses('RedriveExecution', {executionArn: succeeded.executionArn}, 'ExecutionNotRedrivable', /./);
  await refuses('RedriveExecution', {executionArn: 'nonsense'}, 'InvalidArn', NOT_AN_ARN);
  await refuses('RedriveExecution', {executionArn: UNKNOWN_EXECUTION}, 'ExecutionDoesNotExist', NO_EXECUTION);
  await refuses('RedriveExecution', {executionArn, clientToken: ' '}, 'ValidationException', /^1 validation error/);
});

test('TestState', async () => {
  const state = JSON.stringify({Type: 'Pass', InputPath: '$.a', End: true});
  const refusal = (input, error, message) => refuses('TestState', {definition: state, roleArn, ...input}, error, message);

  const tested = await call('TestState', {definition: state, roleArn, input: '{"a": 1}', inspectionLevel: 'DEBUG'});
  assert.equal(tested.status, 'SUCCEEDED');
  assert.equal(tested.output, '1');
  assert.equal(tested.inspectionData.afterInputPath, '1');
  await refusal({definition: '{}'}, 'InvalidDefinition', /./);
  await refusal({input: '{'}, 'InvalidExecutionInput', /./);
  await refusal({definition: PASS, stateName: 'B'}, 'ValidationException', 'State not found in definition');
});

test('nothing was left out', async () => {
  const model = JSON.parse(await readFile(process.env.STEPWELL_SERVICE_MODEL, 'utf8'));
  const noMapRun = new Set(['DescribeMapRun', 'UpdateMapRun']);
  const operations = Object.entries(model.operations);
  assert.deepEqual(operations.map(([operation]) => operation).filter(operation => !answered.has(operation) && !noMapRun.has(operation)), []);
  const missing = operations
      .flatMap(([operation, {errors = []}]) => errors.map(({shape}) => [operation, shape]))
      .filter(([operation, error]) => !refused.has(`${operation} ${error}`))
      .filter(([operation, error]) => !CANNOT_ARISE.some(known =>
        known.errors.includes(error) && (known.operations === undefined || known.operations.includes(operation))))
      .map(([operation, error]) => `${operation} ${error}`);
  assert.deepEqual(missing, []);
});
