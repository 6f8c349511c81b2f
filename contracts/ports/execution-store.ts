import type { ApprovalDecision } from '../approvals';
import type { BudgetOverrun, OrganizationBudget, OrganizationMonth, TopUp } from '../budget';
import type { FirstDifference, StepComparison } from '../comparison';
import type {
  Artifact,
  Attempt,
  Checkpoint,
  Execution,
  ExecutionError,
  ExecutionStatus,
  Message,
  Output,
  Page,
  StepSummary,
  ToolCallRequest,
  UsageShare,
} from '../entities';
import type { FeedEvent } from '../events';
import type { TextlessResponse } from '../exchange';
import type { Json } from '../json';
import type { Letter, NewLetter } from '../letters';
import type { ModelPrice } from '../money';
import type { Ending, Fact, StartRecord, TapePage } from '../plan';
import type { CallView } from '../view';
import type { ApprovalStore } from './approval-store';
import type { PageRequest } from './definition-store';
import type { RequestFrame } from './model-provider';
import type { NoticeStore } from './notice-store';

/**
 * Everything that executions leave behind: start records, rows, threads, the journal, attempts and feeds.
 *
 * Rules for every method: a write is one transaction within one execution and durable when the promise resolves;
 * repeated with the same arguments it changes nothing and returns what stands (every item has a deterministic id);
 * a miss is `null`; an id of another organization is a miss. `seq` is given at the moment of writing, in the same
 * transaction as the fact: dense from 1, ascending, visible at once. After the terminal event nothing is appended to
 * the feed. What an execution uses is counted for the ones too that it is a part of. Texts may have any length; the store keeps long ones in the blob store. Times are set by the store.
 */
/** Which steps of an execution. */
export interface StepRange {
  parent?: string;
  repetitionsOf?: string;
  /** Every step wherever it is, in place of those inside `parent`. */
  all?: boolean;
  /** Those at work now, in place of those inside `parent`. */
  open?: boolean;
  after: number;
  limit: number;
}

export interface ExecutionStore extends ApprovalStore, NoticeStore {
  // Start and row

  /** Put-if-absent; returns the record that stands. Nothing is listed yet. */
  putStart(record: StartRecord): Promise<StartRecord>;
  getStart(organizationId: string, executionId: string): Promise<StartRecord | null>;
  /** Lists the execution (status `queued`) once its Temporal workflow exists; any activity's write does the same. */
  listStarted(organizationId: string, executionId: string): Promise<Execution | null>;
  get(organizationId: string, executionId: string): Promise<Execution | null>;
  /** Newest first by start; stable under inserts. Without `parentId` those that are no part of another one. */
  list(organizationId: string, filter: ExecutionFilter, page: PageRequest): Promise<Page<Execution> | 'invalidCursor'>;
  /**
   * Notes the request, once, and for all that is a part of the execution now; returns the row as it then is. An ended
   * execution is left as it is.
   */
  requestCancel(organizationId: string, executionId: string): Promise<Execution | null>;

  /**
   * Makes the execution of a record with `forkedFrom`: it has what the source had when it closed that superstep, its
   * feed, messages, answered calls and files up to there. A retry has all that was answered, whatever came of it, but
   * for what failed. Put-if-absent by the record's id; returns the record that stands. The source is not touched, and
   * may be deleted afterwards. What was answered before costs the new one nothing. Null when the source, or that
   * superstep of it, is unknown.
   *
   * With `edits` the new one has other texts in that superstep, and nothing of what came out of the old ones: it goes
   * on right behind them. `refused`: some of them cannot be made, and nothing was.
   *
   * With `until` (a time) a fork has all that the source had recorded by then, of an unfinished superstep too.
   */
  fork(record: StartRecord, edits?: RecordEdit[], until?: string): Promise<StartRecord | { refused: RefusedEdit[] } | null>;
  /**
   * The executions that `workflow` steps of a fork's source had begun to run and that the fork has no end of, with the
   * superstep that each had closed at the fork's cut. `until`: the time of the cut; a retry has all of them.
   */
  listOpenChildren(organizationId: string, executionId: string): Promise<OpenChild[]>;
  /** The newest superstep, 0 when none is closed; null when the execution is unknown. */
  getLastSuperstep(organizationId: string, executionId: string): Promise<number | null>;
  /** Whether a step has begun, by this superstep. Null when execution or superstep is unknown. */
  hasBegun(organizationId: string, executionId: string, superstep: number, stepPath: string): Promise<boolean | null>;
  /** The tool that a call called; null when it has not answered. */
  getCalledTool(organizationId: string, executionId: string, callId: string): Promise<string | null>;
  /** What is done in an execution that was forked and has not run yet, for the tape of its first run. */
  readTape(organizationId: string, executionId: string): Promise<TapePage[]>;
  /** Forks and retries of an execution, newest first. */
  listForks(organizationId: string, executionId: string, page: PageRequest): Promise<Page<Execution> | 'invalidCursor'>;

  // Calls

  /**
   * Begins an attempt of a call: writes `facts` and `messages`, and records the attempt, unless the journal has the
   * call already. Earlier attempts of the call that have no outcome are marked `lost` and wasted (with their
   * estimated input tokens) and a `callRetried` is written for each. With a reservation the attempt holds it, in the
   * budgets of its execution, of those above and of the organization, until it is settled; when it does not fit under
   * one of them the attempt is not recorded.
   */
  beginAttempt(organizationId: string, executionId: string, begin: BeginAttempt): Promise<Begun>;
  /** A call waits before it is sent: writes `facts`, and a `callHeld` once a call and reason. */
  holdCall(organizationId: string, executionId: string, hold: HoldCall): Promise<void>;
  /** The models that the call's failed attempts have asked. */
  listModelFailures(organizationId: string, executionId: string, callId: string): Promise<ModelFailures[]>;
  /** The attempt is over without an answer. With `retryAt` a `callRetried` is written. */
  endAttempt(organizationId: string, executionId: string, end: EndAttempt): Promise<void>;
  /**
   * Writes messages, journal entry, usage and events together, if the journal does not have the call yet. Returns
   * the entry that stands; when that is another attempt's (`taken` false), this one's usage is recorded as wasted.
   */
  commitCall(organizationId: string, executionId: string, commit: CommitCall): Promise<{ entry: JournalEntry; taken: boolean }>;
  /** What a call answered. */
  getEntry(organizationId: string, executionId: string, callId: string): Promise<JournalEntry | null>;
  /** Text and data of a call's answer. */
  getOutput(organizationId: string, executionId: string, callId: string): Promise<Output | null>;
  /** How the steps at these paths ended, in their order; null for one that has not. */
  getStepOutcomes(organizationId: string, executionId: string, stepPaths: string[]): Promise<(StepOutcome | null)[]>;
  /** Completed steps, the newest first, at most `limit`; only those that completed before that `seq`. */
  listCompletedSteps(organizationId: string, executionId: string, range: { before?: number; limit: number }): Promise<CompletedStep[]>;
  /** Whether the step at this path has begun. */
  hasStarted(organizationId: string, executionId: string, stepPath: string): Promise<boolean>;
  /** Whether what completed in the step at this path has been undone, or begun to be. */
  hasBeenUndone(organizationId: string, executionId: string, stepPath: string): Promise<boolean>;
  /** Writes facts and the journal entry of something that no provider and no tool did, put-if-absent. */
  commitEvaluation(organizationId: string, executionId: string, commit: CommitEvaluation): Promise<JournalEntry>;

  // Letters

  /**
   * Accepts a letter, put-if-absent by its id, and gives it the next number. `ended`: the execution has its terminal
   * event; `closed`: the chat that a message is for does not run, and what it closed in has told of all that it did not
   * hear; `full`: {@link LIMIT.lettersWaiting} letters of this kind have been accepted and not taken. Null when the
   * execution is unknown. A letter that was accepted before is returned whatever holds now. `pause` and `resume` change
   * the execution's status with it, for what was decided holds, whoever lives.
   */
  putLetter(organizationId: string, executionId: string, letter: NewLetter): Promise<Letter | 'ended' | 'closed' | 'full' | null>;
  /** Letters that the workflow may not have got, ascending, at most `limit`; none of an execution that has ended. */
  listUndelivered(organizationId: string, executionId: string, limit: number): Promise<Letter[]>;
  /** The workflow has got all letters up to this number. */
  markDelivered(organizationId: string, executionId: string, upTo: number): Promise<void>;
  /** What was written in a letter; null when there is no such letter, or it has no content. */
  readLetter(organizationId: string, executionId: string, number: number): Promise<Json | null>;

  // Facts and the end

  /** Writes facts, each once by type and step path. */
  appendFacts(organizationId: string, executionId: string, facts: Fact[]): Promise<void>;
  /**
   * Writes facts and the terminal event, put-if-absent; open attempts are marked `lost`. Returns the ending that
   * stands: when there was one already, neither facts nor `ending` are written.
   */
  close(organizationId: string, executionId: string, facts: Fact[], ending: Ending): Promise<Ending>;

  // Reading

  /** Paths of the steps of this type that have begun and not ended, in the order of their beginnings, at most 100. */
  listOpenSteps(organizationId: string, executionId: string, stepType: string): Promise<string[]>;

  /** Ascending, whole texts, `from` inclusive, `upTo` exclusive. */
  readThread(organizationId: string, executionId: string, thread: string, range: { from: number; upTo: number }): Promise<Message[]>;
  /** The newest message of a thread; null when it has none. */
  getLastMessage(organizationId: string, executionId: string, thread: string): Promise<Message | null>;
  /** What a model call was shown, and since when; null when none of its attempts has begun, and for other calls. */
  getView(organizationId: string, executionId: string, callId: string): Promise<{ view: CallView; at: string } | null>;
  /** What is known of the request and the response of an attempt of a model call; null when it never began. */
  getExchange(organizationId: string, executionId: string, attempt: { callId: string; attempt: number }): Promise<StoredExchange | null>;
  /** All threads by `seq`, or one by `index`; ascending, whole texts. */
  listMessages(
    organizationId: string,
    executionId: string,
    thread: string | undefined,
    page: PageRequest,
  ): Promise<Page<Message> | 'invalidCursor'>;
  /**
   * Events with a higher `seq`, ascending; texts cut as the contract says. With `callId` those that tell of this call
   * alone, its answer among them. Null when the execution is unknown.
   */
  readEvents(organizationId: string, executionId: string, after: number, limit: number, callId?: string): Promise<FeedPage | null>;
  /**
   * The steps directly inside `parent` (absent: the root) that have begun, in the order in which they did; repetitions
   * of one id are one summary, or with `repetitionsOf` one each, `limit` of them after number `after`. Turns of a chat are steps of the type `turn`, the one under way among them (with `all` those that are over).
   * With `all` every step of the execution, its repetitions counted together wherever they are; with `open` those that
   * have begun and not ended, with what they wait for, at most `limit`. Null when the execution is unknown. Reads no
   * texts, however many steps there are, and when asked again only what is new.
   */
  summarizeSteps(organizationId: string, executionId: string, range: StepRange): Promise<StepSummary[] | null>;
  /** Steps and turns of two executions side by side, in the order of the first; nothing when one of them is unknown. */
  compareSteps(organizationId: string, executionIds: [string, string], page: PageRequest): Promise<Page<StepComparison> | 'invalidCursor'>;
  /** Where they first differ, in a step before what is around it; null when nowhere. Looks at all steps until then. */
  findFirstDifference(organizationId: string, executionIds: [string, string]): Promise<FirstDifference | null>;
  /**
   * Ascending; without `agents`, which the plan knows. With `superstep` that one alone; with `stepPath` the one that
   * this step or turn has closed, else the last one closed inside it.
   */
  listCheckpoints(
    organizationId: string,
    executionId: string,
    page: PageRequest & ({ superstep?: number; stepPath?: undefined } | { superstep?: undefined; stepPath: string }),
  ): Promise<Page<StoredCheckpoint> | 'invalidCursor'>;
  /** Own model calls by agent (its id in the plan) and model, most tokens first. Null when the execution is unknown. */
  listUsage(organizationId: string, executionId: string): Promise<UsageShare[] | null>;
  /** Ascending; with `callId` those of that call alone, or with `stepPaths` those of these steps' own calls. */
  listAttempts(
    organizationId: string,
    executionId: string,
    page: PageRequest & ({ callId?: string; stepPaths?: undefined } | { callId?: undefined; stepPaths: string[] }),
  ): Promise<Page<Attempt> | 'invalidCursor'>;

  // Budgets of organizations

  /** The organization's budget for every calendar month (null: none), and how this month stands. */
  getOrganizationBudget(organizationId: string): Promise<OrganizationMonth>;
  /** Counts from now on, for running executions too, together with what this month has used. */
  setOrganizationBudget(organizationId: string, budget: OrganizationBudget | null): Promise<OrganizationMonth>;

  // Artifacts

  /**
   * Keeps a file under its name, put-if-absent. `taken`: another call has the name; `full`: the execution would have
   * more files or bytes than `LIMIT` says; `ended`: it has its terminal event. The same call writing the name again
   * gets what stands.
   */
  putArtifact(organizationId: string, executionId: string, artifact: NewArtifact): Promise<Artifact | 'taken' | 'full' | 'ended'>;
  getArtifact(organizationId: string, executionId: string, name: string): Promise<{ artifact: Artifact; bytes: Uint8Array } | null>;
  /** By name, all (there are at most `LIMIT.artifacts`); none when the execution is unknown. */
  listArtifacts(organizationId: string, executionId: string): Promise<Artifact[]>;

  // Deleting

  /**
   * Hides an ended execution from every reader, durably and at once; its bytes go with {@link purge}. One that has not
   * ended, or is a part of one that has not, is left as it is and that one returned; null when it is unknown or was
   * deleted before. The executions that are a part of it go with it, unless they have not ended, or a fork has taken
   * over their steps: those go with the last such fork.
   */
  delete(organizationId: string, executionId: string): Promise<'deleted' | { executionId: string; status: ExecutionStatus } | null>;
  /** The same of a start record that was never listed; any other is left as it is. */
  discardStart(organizationId: string, executionId: string): Promise<void>;
  /**
   * Removes everything that a deleted execution left behind, blobs too, in transactions of bounded size. Interrupted,
   * it leaves the execution in {@link listDeleted}; repeated, it goes on. Of any other execution it removes nothing.
   * Its workflow must have closed: a write that comes later would find no execution.
   */
  purge(organizationId: string, executionId: string): Promise<void>;

  /**
   * Notes why an execution does not get on, or with null that it does again: then it is what it was before. Writes an
   * event and returns true when that changes something. One that has ended is left as it is.
   */
  setAttention(organizationId: string, executionId: string, problem: { code: string; message: string } | null): Promise<boolean>;

  // For the sweeper and the supervisor: all organizations

  /** Listed executions that have not ended, oldest first, at most `limit`. */
  listOpen(limit: number, afterExecutionId?: string): Promise<OpenExecution[]>;
  /**
   * Open executions that have begun and whose own budget has a time of which is warned, and was not yet, oldest first,
   * after the one with this id.
   */
  listTimeWarnings(limit: number, afterExecutionId?: string): Promise<TimeWarning[]>;
  /** Writes `budgetWarning` if the execution's own budget has come to where is warned, of its time too; once. */
  warnOfTime(organizationId: string, executionId: string): Promise<void>;
  /** Executions in `attention`, at most `limit`. */
  listInAttention(limit: number, afterExecutionId?: string): Promise<StoredExecution[]>;
  /**
   * Start records older than `olderThanMs` that were never listed, oldest first, at most `limit`; but for those whose
   * parent has not ended and starts them yet.
   */
  listUnlisted(olderThanMs: number, limit: number, afterExecutionId?: string): Promise<OpenExecution[]>;
  /** Open executions with letters that their workflows may not have got, at most `limit`. */
  listWithUndelivered(limit: number, afterExecutionId?: string): Promise<StoredExecution[]>;
  /**
   * Executions that ended before this time (ISO 8601) and are not deleted, in the order of their ends, at most `limit`;
   * but for those that go with another one.
   */
  listEndedBefore(endedBefore: string, limit: number, afterExecutionId?: string): Promise<StoredExecution[]>;
  /** Deleted executions of which something is left, at most `limit`. */
  listDeleted(limit: number, afterExecutionId?: string): Promise<StoredExecution[]>;
}

export type StoredCheckpoint = Omit<Checkpoint, 'editable'> & { editable: Omit<Checkpoint['editable'], 'agents'> };

/** Another text for something that was recorded. */
export type RecordEdit =
  | { message: { thread: string; index: number }; text: string }
  /** `text` is what a model reads of the result. */
  | { callId: string; result: Json; text: string }
  /** What a step gave that waited for a person. */
  | { answerOf: string; text: string; data: ApprovalDecision };

export interface OpenChild {
  stepPath: string;
  executionId: string;
  superstep: number;
  until?: string;
}

export interface RefusedEdit {
  /** Its place among the edits. */
  edit: number;
  /**
   * `otherSuperstep`: it was recorded in that one. `dependent`: it came out of what another edit changes. `notEditable`:
   * a tool's message, a summary, a handoff.
   */
  reason: 'unknown' | 'otherSuperstep' | 'dependent' | 'notEditable';
  superstep?: number;
}

/** `name` is a safe one; who calls has checked it. */
export interface NewArtifact {
  name: string;
  bytes: Uint8Array;
  mediaType: string;
  callId: string;
}

export interface StoredExecution {
  organizationId: string;
  executionId: string;
}

export interface TimeWarning extends StoredExecution {
  /** In milliseconds since 1970. */
  due: number;
}

export interface OpenExecution extends StoredExecution {
  status: ExecutionStatus;
  /** By somebody, or because the execution that it is a part of has ended without it. */
  cancelRequested: boolean;
}

export interface ExecutionFilter {
  /** Those that `workflow` steps of this execution run. */
  parentId?: string;
  workflowId?: string;
  status?: ExecutionStatus[];
  /** ISO 8601; exclusive. */
  startedAfter?: string;
  startedBefore?: string;
}

export interface FeedPage {
  items: FeedEvent[];
  /** The highest `seq` there is, not only of this page. */
  lastSeq: number;
  /** The terminal event is written. */
  ended: boolean;
}

/** A message before it has a place in the feed. `thread` and `index` are its identity. */
export interface NewMessage {
  thread: string;
  index: number;
  role: 'user' | 'assistant' | 'tool';
  agent?: string;
  text: string;
  toolCalls?: ToolCallRequest[];
  toolCallId?: string;
  callId?: string;
  model?: string;
  summaryOf?: Message['summaryOf'];
}

export interface BeginAttempt {
  callId: string;
  stepPath: string;
  /**
   * What makes the attempt, and its number there, from 1. A call may have several activities: it was put off, or its
   * workflow was reset. So the store numbers the attempts of the call ({@link Begun.attempt}), those of one activity in
   * their order.
   */
  activity: string;
  attempt: number;
  kind: 'model' | 'tool';
  /** Of a compensation: it begins though a cancel was asked for. */
  undoing?: true;
  /** Of the process that makes the attempt. */
  worker: string;
  facts: Fact[];
  /** The user message of a turn's first call. */
  messages: NewMessage[];
  /** The letters that are taken by this. */
  letters?: number[];
  /** Model calls: `<provider>/<name>`. */
  model?: string;
  /** Model calls: what it is shown; {@link ExecutionStore.getView} gives that of the first attempt. */
  view?: CallView;
  /** Model calls: what else is sent; kept once an execution. */
  frame?: RequestFrame;
  /** What the attempt costs at least, should its outcome stay unknown. */
  estimatedInputTokens: number;
  /** Model calls: what the attempt costs at most. */
  reservation?: Reservation;
  /** The top-up that was decided last (`TopUp.ask`): it is not asked for again. */
  asked?: TopUp['ask'];
  /** Attempts up to this one count as no earlier ones: a person has found out what they did. */
  settledAttempts?: number;
  /** Tool calls: written as `toolCalled`, once a call. */
  tool?: { tool: string; toolCallId?: string; arguments: Json };
}

/** The worst case of a model call, before it is sent. */
export interface Reservation {
  /** No provider counts more for this request. */
  inputTokens: number;
  /** Null when the agent has no output limit: then, under a budget of tokens, it may write what is left of that. */
  outputTokens: number | null;
  /** Absent when it is unknown. */
  price?: ModelPrice;
}

export interface HoldCall {
  callId: string;
  stepPath: string;
  facts: Fact[];
  reason: string;
  /** ISO 8601. */
  until: string;
}

export interface Begun {
  /** The attempt's number in its call, from 1; the same whenever the same attempt begins. */
  attempt: number;
  /** Set: the call was answered before; nothing was recorded. */
  entry?: JournalEntry;
  /** The execution has its terminal event; nothing was recorded. */
  ended: boolean;
  /** Its cancel was asked for, so no attempt begins any more; nothing was recorded. */
  cancelled?: true;
  /** The execution is paused and the call is a new one: no attempt was recorded; facts and messages were. Ask again. */
  paused?: true;
  /** Attempts of this call before this one: all, those that failed by the provider's doing, and those that were lost. */
  earlier: { all: number; failed: number; lost: number };
  /**
   * A budget does not cover the attempt, which was not recorded; facts and messages were. `wait`: what is in flight
   * may leave room, so ask again. `refused`: it never will. `ask`: people may give more.
   */
  budget?: { grant: 'wait' } | { grant: 'refused'; over: BudgetOverrun } | { grant: 'ask'; topUp: TopUp };
  /** What the answer may have, when the agent has no limit of its own and a budget has. */
  outputTokens?: number;
}

export interface EndAttempt {
  callId: string;
  stepPath: string;
  attempt: number;
  status: 'failed' | 'cancelled';
  reason: string;
  /** ISO 8601; the next attempt's earliest time. Absent: there is none. */
  retryAt?: string;
  /** What the attempt cost, when it may have been paid for. */
  usage?: CallUsage;
  /** The call asks this attempt's model no more. */
  givenUp?: true;
  exchange?: RecordedExchange;
}

/** How often a call has asked a model in vain. */
export interface ModelFailures {
  model: string;
  failed: number;
  givenUp: boolean;
}

export interface CallUsage {
  inputTokens: number;
  outputTokens: number;
  /** Ours, for the provider did not say. */
  estimated: boolean;
}

export interface CommitCall {
  callId: string;
  stepPath: string;
  attempt: number;
  kind: 'model' | 'tool';
  /** Returned to the workflow, and to every later attempt. Kept as it is. */
  digest: Json;
  messages: NewMessage[];
  /** The call's answer: a message written here (by thread and index), or a value of its own. `data`: a structured answer. */
  output: { message: { thread: string; index: number }; data?: Json } | { text: string; data?: Json };
  /** Model calls only. */
  usage?: CallUsage;
  /** Model calls only; its text is that of the message. */
  exchange?: RecordedExchange;
  /** Written after the answer, with the terminal event, when this answer is the execution's output. */
  closing?: Fact[];
  /** Tool calls: written as `toolCompleted`. */
  tool?: { tool: string; toolCallId?: string; result?: Json; error?: { code: string; message: string } };
}

/** What is written down of a request that was sent, and of what came back. */
export interface RecordedExchange {
  /** Of the request as the provider's protocol had it. */
  requestHash: string;
  maxOutputTokens?: number;
  /** Null when none came. */
  response: TextlessResponse | null;
}

export interface StoredExchange {
  /** `<provider>/<name>`. */
  model: string;
  /** ISO 8601; when the attempt began. */
  at: string;
  view: CallView | null;
  frame: RequestFrame | null;
  /** What a budget left for the answer, where the agent has no limit. */
  outputTokens: number | null;
  recorded: RecordedExchange | null;
  /** The text of the answer, if it was taken and is still what the model said. */
  text: string | null;
}

export interface CommitEvaluation {
  callId: string;
  facts: Fact[];
  digest: Json;
  /** As in {@link CommitCall}. */
  closing?: Fact[];
  /** The letter that is taken by this, if one is. */
  letter?: number;
  /** What people said meanwhile in the step at `stepPath`, and the letters that are taken by it. */
  said?: { stepPath: string; messages: NewMessage[]; letters: number[] };
  /** A text and data of its own, another call's text, or a message's that is there. */
  output: { text: string; data?: Json } | { call: string; data?: Json } | { message: { thread: string; index: number }; data?: Json };
}

/** How a step ended; `output` is the call that holds a completed one's text and data. */
export type StepOutcome = { status: 'completed'; output?: string } | { status: 'failed'; error: ExecutionError } | { status: 'cancelled' };

/** A step that completed; `seq` is that of the event, `output` the call that holds its text and data. */
export interface CompletedStep {
  seq: number;
  stepPath: string;
  output?: string;
}

/** What a call answered; written once. */
export interface JournalEntry {
  callId: string;
  attempt: number;
  digest: Json;
}
