import { type Step, toInnerSteps, type Workflow } from '@client';
import { ArrowRight } from 'lucide-react';
import { Link } from 'react-router';
import { toCountText } from '@/lib/format';

export function WorkflowCard({ workflow }: { workflow: Workflow }) {
  const { id, name, description, root, revision } = workflow;
  return (
    <li className="group relative flex flex-col rounded-lg border border-line bg-surface p-4 transition-colors hover:border-line-strong">
      <h2 className="font-semibold [overflow-wrap:anywhere]">
        <Link to={`/workflows/${encodeURIComponent(id)}`} className="after:absolute after:inset-0 after:rounded-lg">
          {name}
        </Link>
      </h2>
      {description !== '' && <p className="mt-1 line-clamp-3 text-ink-soft [overflow-wrap:anywhere]">{description}</p>}
      <p className="mt-auto flex items-center justify-between pt-4 text-ink-faint text-xs">
        <span>
          {toCountText(countLeaves(root), 'step')} · revision {revision}
        </span>
        <ArrowRight aria-hidden className="size-4 transition-transform group-hover:translate-x-0.5 group-hover:text-accent" />
      </p>
    </li>
  );
}

/** Steps that do something themselves; one that only holds others is not counted. */
function countLeaves(step: Step): number {
  const inner = toInnerSteps(step);
  return inner.length === 0 ? 1 : inner.reduce((sum, child) => sum + countLeaves(child), 0);
}
