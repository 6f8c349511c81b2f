import { hasEnded } from '@client';
import type { PlaygroundRun } from '../api/use-playground';
import { toAnswer } from '../model/answer';
import { toStanding } from '../model/standing';

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
  const { text } = toAnswer(run.view);
  if (!hasEnded(run.view.status)) return toStanding(run.view, text !== '') ?? `${agent} is answering.`;
  if (run.view.error !== null) return `It failed: ${run.view.error.message}`;
  return `${agent}: ${toStanding(run.view, text !== '') ?? text}`;
}
