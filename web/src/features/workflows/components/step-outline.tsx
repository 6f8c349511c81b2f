import { type Step, toInnerSteps } from '@client';
import { toStepKind } from '../step-kinds';

interface StepOutlineProps {
  step: Step;
  agentNames: ReadonlyMap<string, string>;
}

/** A workflow's steps as they are nested. */
export function StepOutline({ step, agentNames }: StepOutlineProps) {
  const { icon: Icon, description } = toStepKind(step, agentNames);
  const inner = toInnerSteps(step);
  return (
    <li>
      <div className="flex items-baseline gap-2 py-1">
        <Icon aria-hidden className="size-4 shrink-0 self-center text-ink-faint" />
        <span className="max-w-[70%] shrink-0 truncate font-medium text-[0.8125rem]">{step.name ?? step.id}</span>
        <span title={description} className="min-w-0 truncate text-ink-faint text-xs">
          {description}
        </span>
      </div>
      {inner.length > 0 && (
        <ol className="ml-2 border-line border-l pl-3.5">
          {inner.map((child) => (
            <StepOutline key={child.id} step={child} agentNames={agentNames} />
          ))}
        </ol>
      )}
    </li>
  );
}
