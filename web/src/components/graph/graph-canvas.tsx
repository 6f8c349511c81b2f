import type { Step } from '@client';
import { Background, Controls, ReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import '@xyflow/react/dist/style.css';
import './graph.css';
import { NODE_TYPES } from './nodes';
import { toDrawing } from './to-drawing';
import { type AgentNames, type DrawingState, toFlow } from './to-flow';

interface GraphCanvasProps {
  root: Step;
  /** How its parts stand; absent for a definition. */
  state?: DrawingState;
  names?: AgentNames;
  className?: string;
}

/** A workflow as a drawing that can be moved and zoomed, and not changed. What stands beside it says the same as text. */
export function GraphCanvas({ root, state, names = NO_NAMES, className }: GraphCanvasProps) {
  const drawing = useMemo(() => toDrawing(root), [root]);
  const [whole] = drawing.boxes;
  const { nodes, edges } = useMemo(() => toFlow(drawing, state, names), [drawing, state, names]);
  return (
    <section aria-label="Graph of the workflow" className={className}>
      <ReactFlow
        // Fits itself into the window once, so a drawing of another size is another one.
        key={`${whole?.width} ${whole?.height}`}
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

const NO_NAMES: AgentNames = new Map();
