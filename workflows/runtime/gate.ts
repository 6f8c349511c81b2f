import { CancellationScope, condition, workflowInfo } from '@temporalio/workflow';

/** Events after which a run is continued as new: far below Temporal's 51,200, and few enough to replay quickly. */
const EVENTS_A_RUN = 3_000;

/** Temporal lets a workflow have so many activities pending, and as many children, and fails every task that begins more. */
const MOST_PENDING = 2_000;

/** Temporal throttles workflows that continue as new more often than this. */
const SHORTEST_RUN_MS = 1_000;

/**
 * Every activity passes it. When the history of this run is long enough it closes: what is in flight ends, nothing
 * new begins, and then the execution stands still at a place from which the next run can go on.
 */
export class Gate {
  private inFlight = 0;
  /** Calls that are held here or in flight; what only tells is no call. */
  private calls = 0;
  /** Executions that this run has started, or is about to, and that have not closed. */
  private children = 0;
  private closing = false;
  /** No call begins until somebody resumes the execution; what is in flight ends, and what has happened is told. */
  paused = false;
  /** Activities that were not answered from the tape. */
  passed = 0;

  private constructor(private readonly closes: boolean) {}

  /** Closes when the history of this run is long. */
  static closing(): Gate {
    return new Gate(true);
  }

  /** Never closes, for workflows that cannot be taken up by a next run. */
  static open(): Gate {
    return new Gate(false);
  }

  /** No call is under way or on its way. */
  get isIdle(): boolean {
    return this.calls === 0;
  }

  /** For an activity that does some of the work. */
  pass<T>(call: () => Promise<T>): Promise<T> {
    return this.admit(call, 1);
  }

  /** For an activity that only publishes what has happened. */
  tell<T>(activity: () => Promise<T>): Promise<T> {
    return this.admit(activity, 0);
  }

  /** For what must happen before the execution may stand still, also when the gate is closed. */
  async hold<T>(activity: () => Promise<T>): Promise<T> {
    this.inFlight++;
    try {
      return await activity();
    } finally {
      this.inFlight--;
    }
  }

  /** While something of ours goes on elsewhere, which the execution need not wait for to stand still. */
  async whileBusy<T>(elsewhere: () => Promise<T>): Promise<T> {
    this.calls++;
    try {
      return await elsewhere();
    } finally {
      this.calls--;
    }
  }

  /** Resolves when the execution is not paused: for what must be known as late as the call that it leads to may begin. */
  async resumed(): Promise<void> {
    await this.whileBusy(() => condition(() => !this.paused));
  }

  /** For the start of an execution beside this one; `close` is to be called when that has closed, or was not begun. */
  passChild<T>(start: (close: () => void) => Promise<T>): Promise<T> {
    const begin = () => {
      this.children++;
      return start(() => void this.children--);
    };
    return this.admit(begin, 1, () => this.children >= MOST_PENDING);
  }

  /** Closes the gate if the history of this run is long; whoever makes it longer without passing asks for it. */
  closeWhenLong(): void {
    if (this.closes && isLong()) this.closing = true;
  }

  private async admit<T>(activity: () => Promise<T>, calls: 0 | 1, isTooMany = () => false): Promise<T> {
    this.closeWhenLong();
    this.calls += calls;
    try {
      // A closed gate is for ever, unless the scope is cancelled: the next run takes it from here.
      const isShut = () => this.closing || (this.paused && calls === 1);
      if (isShut()) await condition(() => !isShut());
      const isFull = () => this.inFlight >= MOST_PENDING || isTooMany();
      // All who wait are woken at once, and the first of them may take the only place.
      while (isFull()) await condition(() => !isFull() && !isShut());
      this.passed += calls;
      return await this.hold(activity);
    } finally {
      this.calls -= calls;
    }
  }

  /** Resolves when the gate is closed, nothing is in flight and that is of use; also in a scope that is cancelled. */
  drained(isOfUse: () => boolean): Promise<void> {
    return CancellationScope.nonCancellable(() => condition(() => this.closing && this.inFlight === 0 && isOfUse()));
  }
}

function isLong(): boolean {
  const { historyLength, continueAsNewSuggested, runStartTime } = workflowInfo();
  if (historyLength < EVENTS_A_RUN && !continueAsNewSuggested) return false;
  return Date.now() - runStartTime.getTime() >= SHORTEST_RUN_MS;
}
