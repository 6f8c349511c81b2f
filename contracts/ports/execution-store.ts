import type { ApprovalStore } from './approval-store';
import type { ArtifactStore } from './artifact-store';
import type { AttemptStore } from './attempt-store';
import type { BudgetStore } from './budget-store';
import type { ExchangeStore } from './exchange-store';
import type { FeedStore } from './feed-store';
import type { ForkStore } from './fork-store';
import type { JournalStore } from './journal-store';
import type { LetterStore } from './letter-store';
import type { NoticeStore } from './notice-store';
import type { RetentionStore } from './retention-store';
import type { RowStore } from './row-store';
import type { StartStore } from './start-store';
import type { StepStore } from './step-store';
import type { ThreadStore } from './thread-store';

/**
 * Everything that executions leave behind: each part of the store keeps one kind of it.
 *
 * Rules for every method: a write is one transaction within one execution and durable when the promise resolves;
 * repeated with the same arguments it changes nothing and returns what stands (every item has a deterministic id);
 * a miss is `null`; an id of another organization is a miss. `seq` is given at the moment of writing, in the same
 * transaction as the fact: dense from 1, ascending, visible at once. After the terminal event nothing is appended to
 * the feed. What an execution uses is counted for the ones too that it is a part of. Texts may have any length; the
 * store keeps long ones in the blob store. Times are set by the store.
 */
export interface ExecutionStore
  extends StartStore,
    RowStore,
    AttemptStore,
    JournalStore,
    ExchangeStore,
    ThreadStore,
    StepStore,
    FeedStore,
    LetterStore,
    ApprovalStore,
    NoticeStore,
    ForkStore,
    BudgetStore,
    ArtifactStore,
    RetentionStore {}
