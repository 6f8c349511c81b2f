import { hasEnded } from '@client';
import type { PlaygroundRun } from '../api/use-playground';
import { toAnswer } from '../model/answer';

/** Says the whole answer to people who do not see the page, when it is there; never the pieces that it comes in. */
export function PlaygroundAnnouncer({ runs, agent }: { runs: readonly PlaygroundRun[]; agent: string }) {
  return (
    <p role="status" className="sr-only">
      {toSaying(runs.at(-1), agent)}
    </p>
  );
}

function toSaying(run: PlaygroundRun | undefined, agent: string): string {
  if (run === undefined) return '';
  if (run.failure !== null) return `It could not be asked: ${run.failure.message}`;
  if (!hasEnded(run.view.status)) return `${agent} is answering.`;
  return run.view.error === null ? `${agent}: ${toAnswer(run.view).text}` : `It failed: ${run.view.error.message}`;
}
