import { setCurrentDetails } from '@temporalio/workflow';

const LINES_SHOWN = 25;

/** What happened, as a short table in Temporal UI (current details). It is worked out on replay and costs no event. */
export class Story {
  private readonly states = new Map<string, string>();

  /** The steps that changed last are shown last. */
  tell(stepPath: string, stepType: string, state: string): void {
    this.states.delete(stepPath);
    this.states.set(stepPath, `| ${stepPath} | ${stepType} | ${state} |`);
    const [oldest] = this.states.keys();
    if (this.states.size > LINES_SHOWN && oldest !== undefined) this.states.delete(oldest);
    setCurrentDetails(['| step | type | state |', '| --- | --- | --- |', ...this.states.values()].join('\n'));
  }
}
