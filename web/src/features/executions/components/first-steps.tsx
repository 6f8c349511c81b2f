import type { Execution } from '@client';
import { ArrowRight, Zap } from 'lucide-react';
import { Link } from 'react-router';
import { buttonClass } from '@/components/button';
import { useStudio } from '@/lib/use-studio';

/** A Studio with this many executions is no longer new to its people. */
const STILL_NEW = 3;

/** In the first minutes of a Studio: what to look at, one click away. */
export function FirstSteps({ executions }: { executions: readonly Execution[] }) {
  const studio = useStudio();
  const running = executions.find(({ status }) => status === 'running');
  if (studio?.development !== true || running === undefined || executions.length > STILL_NEW) return null;
  return (
    <section
      aria-label="First steps"
      className="mb-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border border-accent/25 bg-accent-soft px-4 py-3.5"
    >
      <div className="flex min-w-0 gap-3">
        <Zap aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        <div>
          <p className="font-medium">“{running.name}” is running right now</p>
          <p className="text-ink-soft">Open it, kill the worker in the middle of a sentence, and watch the work go on.</p>
        </div>
      </div>
      <Link to={`/executions/${encodeURIComponent(running.id)}`} className={buttonClass('primary')}>
        Watch it live <ArrowRight aria-hidden className="size-4" />
      </Link>
    </section>
  );
}
