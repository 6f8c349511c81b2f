/** Names and limits that every process shares. No library here: workflow code imports this file. */

/** Temporal task queue of the product's own worker. */
export const TASK_QUEUE = 'agent-studio';

/** Temporal namespace when `TEMPORAL_NAMESPACE` is not set. */
export const DEFAULT_NAMESPACE = 'agent-studio';

/** A worker that dies in the middle of a workflow task keeps it for this long; Temporal's default is 10 s. */
export const WORKFLOW_TASK_TIMEOUT = '5s';

/** Tells an execution's workflow that one which it runs has its end in the store (`ChildEnded`). */
export const CHILD_ENDED_SIGNAL = 'childEnded';

/** Days that Temporal keeps an ended workflow in a namespace that we create. */
export const NAMESPACE_RETENTION_DAYS = 30;

/** Temporal search attributes (Keyword); they hold ids only, for they are never encrypted. */
export const SEARCH_ATTRIBUTE = {
  organization: 'AgentStudioOrganization',
  workflow: 'AgentStudioWorkflow',
} as const;

/** The organization of the one local principal while sign-in is not configured. */
export const LOCAL_ORGANIZATION = 'local';

export const LIMIT = {
  /** Bytes of a request body. */
  bodyBytes: 1024 * 1024,
  /** Nesting of a JSON body. */
  jsonDepth: 64,
  /** Levels of steps in a definition. */
  definitionDepth: 16,
  /** Steps in a definition. */
  definitionSteps: 500,
  /** Bytes of an agent's instructions. */
  instructionsBytes: 64 * 1024,
  /** Characters of a template. */
  templateLength: 64 * 1024,
  /** UTF-16 units of what a template gives, and of the texts in what an expression gives. */
  renderedLength: 4 * 1024 * 1024,
  /** Items of what an expression gives. */
  expressionItems: 100_000,
  /** Characters of an expression. */
  expressionLength: 1_000,
  /** Bytes of a message's text in a feed event. */
  eventMessageText: 16 * 1024,
  /** Bytes of a step's output text in a feed event. */
  eventOutputText: 1024,
  /** Bytes of a tool's result in a feed event. */
  eventToolResult: 4 * 1024,
  /** UTF-16 units of the preview of a text that a call's digest carries into history. */
  digestPreview: 80,
  /** The same of a tool's error, which may become the error of the execution. */
  digestError: 500,
  /** UTF-16 units of what a person says with a decision. */
  commentLength: 16 * 1024,
  /** Bytes of what an approval asks, in a feed event. */
  eventPrompt: 4 * 1024,
  /** Edits of one fork. */
  edits: 100,
  /** Ids of one kind that a checkpoint lists as editable; others of that superstep can be edited too. */
  editableListed: 100,
  /** Bytes of a tool call's arguments and of its result, as JSON. */
  toolArgumentsBytes: 256 * 1024,
  /** Ids and names of the tools that one answer of a model asks for: they are in the workflow's history, whose payloads stay below 64 KiB. */
  requestedToolsBytes: 48 * 1024,
  toolResultBytes: 4 * 1024 * 1024,
  /** Artifacts: bytes of one, and how many and how many bytes an execution may keep. */
  artifactBytes: 10 * 1024 * 1024,
  artifacts: 100,
  artifactsBytes: 100 * 1024 * 1024,
  /** Letters of one kind that an execution keeps until somebody takes them. */
  lettersWaiting: 1_000,
  /** Default and largest page of a list. */
  pageDefault: 50,
  pageMax: 200,
  /** Default and largest page of a feed. */
  eventsDefault: 200,
  eventsMax: 1_000,
} as const;

/** Attempts of a model call unless the step's `retry` says otherwise (contract §3). */
export const DEFAULT_RETRY = {
  maxAttempts: 5,
  initialInterval: '1s',
  backoff: 2,
  maxInterval: '60s',
} as const;

/**
 * Attempts beyond `retry.maxAttempts` that Temporal may make because a worker died in mid-call.
 * An attempt that was lost with its worker is not the provider's failure, so it does not use up an attempt.
 */
export const LOST_ATTEMPTS_ALLOWED = 20;

/** The failure of an attempt whose worker died, in Temporal. */
export const WORKER_LOST = 'worker_lost';

/** A provider that asks for a longer wait than this fails the call with `provider_rate_limited`. */
export const LONGEST_RETRY_AFTER_MS = 10 * 60 * 1000;

/** Model calls in one turn unless the agent's `limits.maxTurns` says otherwise. */
export const DEFAULT_MAX_TURNS = 10;

/** The types of steps this build runs; also the names of the Temporal workflow types. */
export const STEP_TYPES = [
  'agent',
  'tool',
  'sequential',
  'concurrent',
  'groupChat',
  'handoff',
  'magentic',
  'route',
  'loop',
  'map',
  'workflow',
  'wait',
  'approval',
] as const;

/** A handoff is a call of the tool `handoff_to_<participant id>`. */
export const HANDOFF_TOOL_PREFIX = 'handoff_to_';

/** How often in a row an invalid answer, or an invalid tool call, is given back to the model. */
export const REPAIRS_ALLOWED = 2;

/** Fields that the product sets; a caller may send an entity back as it was read. */
export const SET_BY_PRODUCT = ['id', 'organizationId', 'revision', 'createdAt', 'updatedAt'] as const;
