import type { TopUp } from './budget';
import type { ExecutionError, Output } from './entities';
import type { ChildStart, Ending, Fact, OutsideStart, OwnSteps, TapePage } from './plan';
import type { SentInput } from './sent-input';

/** What every activity of an execution gets; its execution id is its Temporal workflow id. */
export interface ActivityInput {
  organizationId: string;
  /** Written before anything else, put-if-absent. */
  facts: Fact[];
  /** Of a compensation, which goes on though a cancel was asked for. */
  undoing?: true;
}

/**
 * What becomes true when this call gives the output of the whole execution: it then writes these facts and the
 * terminal event together with its answer, and no flush is needed.
 */
export interface Closing {
  closing?: Fact[];
}

/**
 * Where a text comes from: another call's output, or (without any) the execution's input.
 * `field` reads one member of that output's data, `branches` the outputs of the pattern's own branches, `inputOf`
 * renders the `input` template of the step at that path.
 */
export interface InputSource {
  inputOf?: string;
  call?: string;
  field?: string;
  branches?: true;
}

/**
 * `facts` and `plan` are the calls that hold the task ledger as it stands, if it does; `review` the one that holds what a
 * person said who did not agree to the plan.
 */
export interface ManagerAsk {
  what: 'facts' | 'plan' | 'progress' | 'answer';
  facts?: string;
  plan?: string;
  review?: string;
}

export interface CallModelInput extends ActivityInput, Closing {
  callId: string;
  /** Of an agent's step, a participant's turn, or a pattern whose manager or aggregator speaks. */
  stepPath: string;
  thread: string;
  /** The thread is read up to here (exclusive); the messages of this call are written from here on. */
  upTo: number;
  /** The turn's first call only: becomes a user message at `upTo`, before the answer. */
  input?: InputSource;
  /** Letters in which people said something; each becomes a user message, in order, after the one of `input`. */
  said?: number[];
  /** What was wrong with the answer before; becomes a user message at `upTo` that asks for another. */
  invalid?: string;
  /** Where the answer goes when others must not read it in the thread: a manager's. */
  answerTo?: { thread: string; index: number };
  /** A `magentic` step's manager: what it is asked. */
  ask?: ManagerAsk;
  /** Group chat: the round, for `until`, which this call evaluates if it ends the turn. */
  round?: number;
  /** The top-up that was decided last, either way (`TopUp.ask`). */
  asked?: TopUp['ask'];
  /** The call sums up messages of the thread, in place of the turn's own call. */
  compact?: Compaction;
}

/** A tool call that the model asked for, as much of it as the workflow needs. */
export interface RequestedTool {
  /** The model's own id of the call. */
  id: string;
  tool: string;
  /** A person must agree before it is called. */
  approval?: true;
}

/** Messages of a thread that are to be summed up, and the place of the summary. */
export interface Compaction {
  thread: string;
  index: number;
  from: number;
  /** Exclusive. */
  upTo: number;
}

/** A model call that was not made, for the speaker's view wants a summary first. Nothing of it is in the journal. */
export interface CompactionDue {
  compact: Compaction;
}

/** A model call that may not be sent yet: it is made again after a pause, under the same call id. */
export interface CallDeferred {
  deferred: {
    /** Milliseconds. */
    pauseMs: number;
    /** Not the time is missing but money: people are asked first. */
    topUp?: TopUp;
  };
}

/** What a model call answered, without its text: that stays in the store. */
export interface ModelDigest {
  finish: 'stop' | 'length' | 'toolCalls' | 'contentFilter';
  toolCalls?: RequestedTool[];
  /** Messages of the thread after this call. */
  upTo: number;
  /** [input, output] tokens. */
  tokens: [number, number];
  /** The answer does not fit the schema that was asked for, and why; a repair is asked for. */
  invalid?: string;
  /** A chat's `until` is true after this message. */
  until?: true;
  /** A manager's choice: who speaks next (null: nobody), and whether it gave an instruction. */
  next?: string | null;
  instructed?: true;
  /** A progress ledger: the request is met; the last round brought nothing. */
  satisfied?: true;
  stalled?: true;
  /** The execution has its terminal event. */
  closed?: true;
  /** The beginning of the text, for people who read histories. */
  preview?: string;
}

export interface CallToolInput extends ActivityInput, Closing {
  callId: string;
  stepPath: string;
  tool: string;
  /** In an agent's turn. */
  request?: ToolRequest;
  /** What a person decided about this call: it is made with the arguments agreed to, or not at all. */
  approvalId?: string;
  /** The top-up that was decided last. */
  asked?: TopUp['ask'];
  /** What a person decided about its attempts so far, of which nobody knew what the last one did. */
  doubt?: { approvalId: string; attempts: number };
}

/** Where an agent's turn asks for a call: the message (its index), and the index that the tool's message gets. */
interface ToolRequest {
  toolCallId: string;
  thread: string;
  askedAt: number;
  index: number;
}

export interface ToolDigest {
  /** False: the tool failed and the error is its answer; the model reads it and decides. */
  ok: boolean;
  /** The model's arguments did not fit the tool's schema, or there is no such tool. */
  invalid?: true;
  /** A person said no. */
  rejected?: true;
  /** Not an answer: after so many attempts nobody knows what the call did, and a person is to find out. */
  inDoubt?: number;
  /** Not an answer: a budget's time is over, and people are asked for more first. */
  deferred?: { topUp: TopUp };
  closed?: true;
  preview?: string;
}

/** Asks people, put-if-absent by `requestId`, which is unique in the execution. */
export interface RequestApprovalInput extends ActivityInput {
  requestId: string;
  stepPath: string;
  /** The tool call that is asked about; absent: the step itself asks. */
  call?: Pick<CallToolInput, 'callId' | 'tool' | 'request'>;
  /** It is asked what the call did. */
  inDoubt?: true;
  /** The call that holds the plan which is to be reviewed. */
  plan?: string;
  /** It is asked for more of a budget. */
  topUp?: TopUp;
}

export interface ApprovalDigest {
  /** Absent: nobody need be asked. */
  approvalId?: string;
  /** Of the arguments, for people who read histories. */
  hash?: string;
  /** Milliseconds since 1970. */
  deadline?: number;
  escalateAt?: number;
}

export interface TendApprovalInput extends ActivityInput {
  approvalId: string;
  /** Its time is over; or others are to be asked too. */
  what: 'expire' | 'escalate';
}

/** What an `evaluate` activity works out from the texts, which workflow code does not have. */
export type Question =
  /** Which case of a route is true: `index`, null when none is. */
  | { type: 'case' }
  /** How many items `over` gives: `count`. They are kept as this call's data. */
  | { type: 'items' }
  /** Whether a loop's `until` is true: `holds`. */
  | { type: 'until'; last: string; iteration: number }
  /** The outputs of all branches, or the winner of a vote. */
  | { type: 'branches'; repetitions?: number }
  | { type: 'chat'; last: string; rounds: number; stoppedBy: 'until' | 'manager' | 'maxRounds'; lastSpeaker: string }
  | { type: 'magentic'; last: string; rounds: number; replans: number; facts: string; plan: string }
  | { type: 'handoff'; last: string; agent: string; handoffs: HandoffTaken[] }
  /** What a `wait` gives: what was written in the event's letter, or after a time the text that the step got. */
  | { type: 'wait'; letter?: number; input: InputSource }
  | { type: 'approval'; approvalId: string }
  | { type: 'loop'; last: string; iterations: number; stoppedBy: 'until' | 'maxIterations' };

/**
 * A turn that ended by handing over, to whoever had the next one or speaks at last: the participant's place in the step's
 * list, and what its call's id has after its name (`0#1:t1.1`). What 0.3.0 began says all of it.
 */
export type HandoffTaken = string | { from: string; to: string; call: string };

export interface EvaluateInput extends ActivityInput, Closing {
  callId: string;
  stepPath: string;
  question: Question;
}

export interface EvaluateDigest {
  index?: number | null;
  count?: number;
  holds?: boolean;
  closed?: true;
}

export interface FlushInput extends ActivityInput {
  /** With it the flush is the execution's last. */
  ending?: Ending;
  /** Executions that `workflow` steps run and that are waited for. */
  children?: string[];
}

export interface FlushResult {
  /** The ending that stands: this one, or one that was written before. */
  ending?: Ending;
  /** Those of `children` that have ended. */
  endedChildren?: string[];
}

/** Pins an execution that was not started through the API. */
export type PrepareInput = OutsideStart | OwnSteps | ChildStart;

export interface RecordChildInput extends ActivityInput {
  /** Of the `workflow` step. */
  stepPath: string;
  input: InputSource;
}

export interface ChildDigest {
  /** The child's: the same for every run and attempt of the same step of the same execution. */
  executionId: string;
}

export interface FindCompensationsInput extends ActivityInput {
  /** At or below this step. */
  stepPath: string;
  /** Only what completed before this; from an earlier answer. */
  before?: number;
}

/** Completed steps whose compensations have not begun, the newest first. */
export interface FoundCompensations {
  steps: { stepPath: string; output?: string }[];
  /** There may be more, which completed before this. */
  before?: number;
}

export interface TakeChildInput extends ActivityInput, Closing {
  callId: string;
  stepPath: string;
  /** The child's. */
  executionId: string;
  /** How its Temporal workflow closed, if that is known; it is its end, should it not have written one. */
  ending?: Ending;
}

export interface TakenChild {
  /** It has not ended. */
  open?: true;
  /** It ended without an output, and this is why. */
  failed?: ExecutionError;
  closed?: true;
}

export interface ReadTapeInput {
  organizationId: string;
  /** From 0. */
  page: number;
}

export interface ReadRootInput {
  organizationId: string;
  /** From 0. */
  piece: number;
}

export interface ReadOutputInput {
  organizationId: string;
  callId: string;
}

/** The activities that workflow code calls. `ApplicationFailure` types are the contract's error codes. */
export interface Activities {
  callModel(input: CallModelInput): Promise<ModelDigest | CompactionDue | CallDeferred>;
  callTool(input: CallToolInput): Promise<ToolDigest>;
  requestApproval(input: RequestApprovalInput): Promise<ApprovalDigest>;
  tendApproval(input: TendApprovalInput): Promise<void>;
  evaluate(input: EvaluateInput): Promise<EvaluateDigest>;
  flush(input: FlushInput): Promise<FlushResult>;
  /** Writes the start record, put-if-absent, and gives what the workflow runs. */
  prepare(input: PrepareInput): Promise<SentInput>;
  /** A piece of the skeleton that `prepare` did not give with the rest. */
  readRoot(input: ReadRootInput): Promise<string>;
  /** One page of what is done in a fork that has not run yet. */
  readTape(input: ReadTapeInput): Promise<TapePage>;
  /** Writes the start record of the execution that a `workflow` step runs, put-if-absent; nothing is listed yet. */
  recordChild(input: RecordChildInput): Promise<ChildDigest>;
  findCompensations(input: FindCompensationsInput): Promise<FoundCompensations>;
  /** Takes the output of such an execution over as the step's, once it has ended. */
  takeChild(input: TakeChildInput): Promise<TakenChild>;
  /** The text and data of a call, for workflows of somebody's own that need them in their code. */
  readOutput(input: ReadOutputInput): Promise<Output>;
}
