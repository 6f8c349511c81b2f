import type { Fact } from '../../contracts/plan';

/**
 * One line of execution and the facts it has yet to publish. Facts ride in the input of the strand's next activity,
 * so an activity never runs before what led to it is written. A repeated fact is harmless: the store keeps the first.
 */
export class Strand {
  private pending: Fact[] = [];
  private children: Strand[] = [];

  record(fact: Fact): void {
    this.pending.push(fact);
  }

  /** What this strand and those that run in parallel below it have not published, each fact once. */
  allPending(): Fact[] {
    return [...new Set([...this.pending, ...this.children.flatMap((child) => child.allPending())])];
  }

  /**
   * Hands the pending facts to an activity. If it fails, nobody knows whether it wrote them (it may never have
   * run), so they are put back.
   */
  async carry<T>(activity: (facts: Fact[]) => Promise<T>): Promise<T> {
    const facts = this.pending;
    this.pending = [];
    try {
      return await activity(facts);
    } catch (error) {
      this.pending = [...facts, ...this.pending];
      throw error;
    }
  }

  /** Strands that run in parallel; each carries what is pending here, for any of them may be the first to write. */
  fork(count: number): Strand[] {
    const children = Array.from({ length: count }, () => {
      const child = new Strand();
      child.pending = [...this.pending];
      return child;
    });
    if (count > 0) this.pending = [];
    this.children = children;
    return children;
  }

  /** Takes back, in the order given, what finished strands have not published. */
  join(children: Strand[]): void {
    this.children = [];
    this.pending = [...new Set([...this.pending, ...children.flatMap((child) => child.pending)])];
  }
}
