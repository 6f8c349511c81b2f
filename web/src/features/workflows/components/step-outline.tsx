import { type Step, toInnerSteps } from '@client';
import { NestedList } from '@/components/nested-list';
import { toStepKind } from '../step-kinds';

interface StepOutlineProps {
  step: Step;
  agentNames: ReadonlyMap<string, string>;
  /** How many steps it is inside of. */
  depth?: number;
}

/** A workflow's steps as they are nested. */
export function StepOutline({ step, agentNames, depth = 0 }: StepOutlineProps) {
  const { icon: Icon, description } = toStepKind(step, agentNames);
  const inner = toInnerSteps(step);
  return (
    <li>
      <div className="flex items-start gap-2 py-1">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
        {/* Whole: the keyboard does not come here, so there is no other way to the rest of a text that is cut. */}
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <span className="mr-2 font-medium text-[0.8125rem]">{step.name ?? step.id}</span>
          <span className="text-ink-faint text-xs">{description}</span>
        </p>
      </div>
      {inner.length > 0 && (
        <NestedList depth={depth + 1}>
          {inner.map((child) => (
            <StepOutline key={child.id} step={child} agentNames={agentNames} depth={depth + 1} />
          ))}
        </NestedList>
      )}
    </li>
  );
}
