import type { BudgetOverrun, TopUp } from '../budget';
import type { Attempt, Page } from '../entities';
import type { Json } from '../json';
import type { ModelPrice } from '../money';
import type { Fact } from '../plan';
import type { CallView } from '../view';
import type { PageRequest } from './definition-store';
import type { RecordedExchange } from './exchange-store';
import type { CallUsage, JournalEntry } from './journal-store';
import type { RequestFrame } from './model-provider';
import type { NewMessage } from './thread-store';

/** Every attempt of a call, recorded before it is sent. Part of the execution store and under its rules. */
export interface AttemptStore {
  /**
   * Begins an attempt of a call: writes `facts` and `messages`, and records the attempt, unless the journal has the
   * call already. Earlier attempts of the call that have no outcome are marked `lost` and wasted (with their
   * estimated input tokens) and a `callRetried` is written for each. With a reservation the attempt holds it, in the
   * budgets of its execution, of those above and of the organization, until it is settled; when it does not fit under
   * one of them the attempt is not recorded.
   */
  beginAttempt(organizationId: string, executionId: string, begin: BeginAttempt): Promise<Begun>;
  /**
   * Whether budgets let a call be sent, before it begins an attempt; nothing is written, and `beginAttempt` has the last
   * word. A call that was answered, or whose attempt may hold room that nobody has given back yet, may go on to that.
   */
  findRoom(
    organizationId: string,
    executionId: string,
    call: Pick<BeginAttempt, 'callId' | 'stepPath'> & { reservation: Reservation },
  ): Promise<BudgetRoom>;
  /** A call waits before it is sent: writes `facts`, and a `callHeld` once a call and reason. */
  holdCall(organizationId: string, executionId: string, hold: HoldCall): Promise<void>;
  /** The attempt is over without an answer. With `retryAt` a `callRetried` is written. */
  endAttempt(organizationId: string, executionId: string, end: EndAttempt): Promise<void>;
  /** The models that the call's failed attempts have asked. */
  listModelFailures(organizationId: string, executionId: string, callId: string): Promise<ModelFailures[]>;
  /** Ascending; with `callId` those of that call alone, or with `stepPaths` those of these steps' own calls. */
  listAttempts(
    organizationId: string,
    executionId: string,
    page: PageRequest & ({ callId?: string; stepPaths?: undefined } | { callId?: undefined; stepPaths: string[] }),
  ): Promise<Page<Attempt> | 'invalidCursor'>;
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
  /** Model calls: what it is shown; `ExchangeStore.getView` gives that of the first attempt. */
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

/** `later`: what is in flight may leave room. `none`: nothing will, or the execution has ended. */
export type BudgetRoom = 'now' | 'later' | 'none';

/** The worst case of a model call, before it is sent. */
export interface Reservation {
  /** No provider counts more for this request. */
  inputTokens: number;
  /** Null when the agent has no output limit: then, under a budget of tokens, it may write what is left of that. */
  outputTokens: number | null;
  /** Absent when it is unknown. */
  price?: ModelPrice;
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

export interface HoldCall {
  callId: string;
  stepPath: string;
  facts: Fact[];
  reason: string;
  /** ISO 8601. */
  until: string;
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
