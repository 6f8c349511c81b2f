import { CancellationScope, condition } from '@temporalio/workflow';
import type { Gate } from './gate';

/** The branches that wait for a person, a timer or an event; when all that are open do, the execution is `waiting`. */
export class Waits {
  private open = 0;
  /** Resolves when the store knows what was told last. */
  private told: Promise<unknown> = Promise.resolve();

  constructor(private readonly gate: Gate) {}

  /** Nothing goes on before somebody or something outside acts. */
  get allWait(): boolean {
    return this.open > 0 && this.gate.isIdle;
  }

  /**
   * Waits for `arrival`. What follows never overtakes what is being told, or the store would take for waiting what goes
   * on; neither does a cancel.
   */
  async during<T>(arrival: () => Promise<T>): Promise<T> {
    this.open++;
    try {
      return await arrival();
    } finally {
      this.open--;
      await CancellationScope.nonCancellable(() => this.told);
    }
  }

  /** Has `tell` called each time when all have come to wait, for as long as the workflow runs. */
  tellWhenAllWait(tell: () => Promise<unknown>): Promise<never> {
    return CancellationScope.nonCancellable(async () => {
      for (;;) {
        await condition(() => this.allWait);
        this.told = tell();
        await this.told;
        await condition(() => !this.allWait);
      }
    });
  }
}
