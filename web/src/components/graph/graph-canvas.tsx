import type { Step } from '@client';
import { Background, Controls, ReactFlow } from '@xyflow/react';
import { useMemo, useState } from 'react';
import '@xyflow/react/dist/style.css';
import './graph.css';
import { FirstView } from './first-view';
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
  const [ready, setReady] = useState(false);
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
        onInit={() => setReady(true)}
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        // Names are read by moving along the drawing; it is zoomed with two fingers, Ctrl and the wheel, or the buttons.
        panOnScroll
        zIndexMode="manual"
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
        {ready && <FirstView boxes={drawing.boxes} state={state} />}
      </ReactFlow>
    </section>
  );
}

const NO_NAMES: AgentNames = new Map();
