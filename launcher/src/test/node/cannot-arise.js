// Errors of the model that no request can bring about here, and why; of all operations where none are named.

export const CANNOT_ARISE = [
  {
    why: 'no key of AWS is used',
    errors: ['KmsAccessDeniedException', 'KmsInvalidStateException', 'KmsThrottlingException'],
  },
  {
    why: 'there is no limit to what an account has',
    errors: ['ActivityLimitExceeded', 'StateMachineLimitExceeded', 'ExecutionLimitExceeded'],
  },
  {
    why: 'tracing has one switch, which the protocol checks',
    errors: ['InvalidTracingConfiguration'],
  },
  {
    why: 'both types are there',
    operations: ['CreateStateMachine'],
    errors: ['StateMachineTypeNotSupported'],
  },
  {
    why: 'what comes at the same time is done one after the other',
    operations: ['CreateStateMachine', 'UpdateStateMachine', 'UpdateStateMachineAlias', 'DeleteStateMachineAlias'],
    errors: ['ConflictException'],
  },
  {
    why: 'a name of an alias that is none breaks a constraint of the request, which is a ValidationException',
    operations: ['CreateStateMachineAlias'],
    errors: ['InvalidName'],
  },
  {
    why: 'an alias that is not there is deleted, as recorded; one of a state machine that is not there is StateMachineDoesNotExist',
    operations: ['DeleteStateMachineAlias', 'ListStateMachineAliases'],
    errors: ['ResourceNotFound'],
  },
  {
    why: 'a state machine that is being deleted still tells its aliases',
    operations: ['ListStateMachineAliases'],
    errors: ['StateMachineDeleting'],
  },
  {
    why: 'a version that is no ARN is a wrong routing configuration, as recorded',
    operations: ['CreateStateMachineAlias'],
    errors: ['InvalidArn'],
  },
  {
    why: 'a tested state needs a role, which one does not matter',
    operations: ['TestState'],
    errors: ['InvalidArn'],
  },
];
