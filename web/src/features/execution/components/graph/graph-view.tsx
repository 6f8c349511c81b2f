import type { ExecutionView, Step } from '@client';
import { Background, Controls, ReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import '@xyflow/react/dist/style.css';
import './graph.css';
import { toDrawing } from '../../model/graph/to-drawing';
import { NODE_TYPES } from './nodes';
import { toFlow } from './to-flow';

interface GraphViewProps {
  root: Step;
  view: ExecutionView;
  activities: ReadonlyMap<string, string>;
  ended: boolean;
}

/** The workflow as a drawing, each part with its state now. The steps beside it say the same as text. */
export function GraphView({ root, view, activities, ended }: GraphViewProps) {
  const drawing = useMemo(() => toDrawing(root), [root]);
  const { nodes, edges } = useMemo(() => toFlow(drawing, view, activities, ended), [drawing, view, activities, ended]);
  return (
    <section aria-label="Graph of the workflow" className="h-[75dvh] lg:h-full">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.1}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background color="var(--line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  );
}
