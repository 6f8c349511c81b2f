import type { Fact } from '../../contracts/plan';
import { toParts } from './fact-parts';

/**
 * One line of execution and the facts it has yet to publish. Facts ride in the input of the strand's next activity,
 * so an activity never runs before what led to it is written. What a finished strand has left rides with the next
 * activity of any strand beside or below it. A repeated fact is harmless: the store keeps the first.
 */
export class Strand {
  private pending: Fact[] = [];
  /** Left by strands below that have finished. */
  private left: Fact[] = [];
  private children: Strand[] = [];
  private supersteps: boolean;

  /** `write` publishes facts that are too many to ride with something else. */
  constructor(
    private readonly write: (facts: Fact[]) => Promise<unknown>,
    private readonly parent?: Strand,
  ) {
    this.supersteps = parent?.supersteps ?? true;
  }

  record(fact: Fact): void {
    if (fact.type !== 'superstepCommitted' || this.supersteps) this.pending.push(fact);
  }

  /** From here on, and below, nothing closes a superstep: nobody goes back into the middle of undoing. */
  dropSupersteps(): void {
    this.supersteps = false;
  }

  /** Whether strands below have finished and left facts that no activity has taken up. */
  get hasLeft(): boolean {
    return this.left.length > 0;
  }

  /** What this strand and those below it have not published, each fact once. */
  allPending(): Fact[] {
    return [...new Set([...this.left, ...this.pending, ...this.children.flatMap((child) => child.allPending())])];
  }

  /**
   * Hands the pending facts to an activity. If it fails, nobody knows whether it wrote them (it may never have
   * run), so they are put back.
   */
  async carry<T>(activity: (facts: Fact[]) => Promise<T>): Promise<T> {
    const facts = [...this.takeLeft(), ...this.pending];
    this.pending = [];
    try {
      const parts = toParts(facts);
      const riding = parts.pop() ?? [];
      for (const part of parts) await this.write(part);
      return await activity(riding);
    } catch (error) {
      this.pending = [...facts, ...this.pending];
      throw error;
    }
  }

  /** Publishes only what finished strands have left. */
  async writeLeft(): Promise<void> {
    const facts = this.takeLeft();
    try {
      for (const part of toParts(facts)) await this.write(part);
    } catch (error) {
      this.left = [...facts, ...this.left];
      throw error;
    }
  }

  /** Strands that run in parallel; each carries what is pending here, for any of them may be the first to write. */
  fork(count: number): Strand[] {
    const pending = [...this.left, ...this.pending];
    this.children = Array.from({ length: count }, () => {
      const child = new Strand(this.write, this);
      child.pending = [...pending];
      return child;
    });
    if (count > 0) {
      this.pending = [];
      this.left = [];
    }
    return this.children;
  }

  /** A strand below has finished; what it has not published is left here. */
  finish(child: Strand): void {
    this.left.push(...child.left, ...child.pending);
    child.left = [];
    child.pending = [];
  }

  /** Takes back, in their order, what the strands below have not published. */
  join(): void {
    this.pending = this.allPending();
    this.left = [];
    this.children = [];
  }

  private takeLeft(): Fact[] {
    const facts = [...(this.parent?.takeLeft() ?? []), ...this.left];
    this.left = [];
    return [...new Set(facts)];
  }
}
