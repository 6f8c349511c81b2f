import type { Step } from '@client';
import { useDeferredValue, useState } from 'react';
import { Graph } from '@/components/graph';
import { Panel } from '@/components/panel';
import { StepOutline } from './step-outline';

interface DefinitionGraphProps {
  /** Null while the text cannot be drawn. */
  root: Step | null;
  agentNames: ReadonlyMap<string, string>;
}

/**
 * A definition as a drawing, to be read, and its steps as text below: the last version that could be drawn, for a text that
 * is being typed often cannot. Typing goes before drawing.
 */
export function DefinitionGraph({ root, agentNames }: DefinitionGraphProps) {
  const [last, setLast] = useState(root);
  if (root !== null && root !== last) setLast(root);
  const drawn = useDeferredValue(last);
  if (drawn === null) {
    return (
      <Panel title="Graph">
        <p className="text-ink-faint">It shows when the text can be read.</p>
      </Panel>
    );
  }
  return (
    <div className="min-w-0 space-y-5">
      <Panel
        title="Graph"
        aside={root === null && <span className="text-warn text-xs">as it was last complete</span>}
        bodyClassName="overflow-hidden rounded-b-lg"
      >
        <Graph root={drawn} names={agentNames} className="h-[26rem]" />
      </Panel>
      <Panel title="Steps" bodyClassName="px-4 py-3">
        <ol>
          <StepOutline step={drawn} agentNames={agentNames} />
        </ol>
      </Panel>
    </div>
  );
}
