import type { Step } from '@client';
import { Bot, ListOrdered, Wrench } from 'lucide-react';

const KINDS = {
  agent: { icon: Bot, label: 'agent' },
  tool: { icon: Wrench, label: 'tool' },
  sequential: { icon: ListOrdered, label: 'one after the other' },
} as const;

interface StepOutlineProps {
  step: Step;
  agentNames: ReadonlyMap<string, string>;
}

/** A workflow's steps as they are nested. */
export function StepOutline({ step, agentNames }: StepOutlineProps) {
  const { icon: Icon, label } = KINDS[step.type];
  return (
    <li>
      <div className="flex items-baseline gap-2 py-1">
        <Icon aria-hidden className="size-4 shrink-0 self-center text-ink-faint" />
        <span className="max-w-[70%] shrink-0 truncate font-medium text-[0.8125rem]">{step.name ?? step.id}</span>
        <span className="min-w-0 truncate text-ink-faint text-xs">
          {step.type === 'agent' ? (agentNames.get(step.agent) ?? step.agent) : step.type === 'tool' ? step.tool : label}
        </span>
      </div>
      {step.type === 'sequential' && (
        <ol className="ml-2 border-line border-l pl-3.5">
          {step.steps.map((child) => (
            <StepOutline key={child.id} step={child} agentNames={agentNames} />
          ))}
        </ol>
      )}
    </li>
  );
}
