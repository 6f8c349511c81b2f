/** @jest-environment @happy-dom/jest-environment */
import { deserialize, serialize } from 'node:v8';
import { cleanup, render, waitFor } from '@testing-library/react';
import type { Step } from '../../client';
import type { DrawingState } from '../../web/src/components/graph';
import { GraphCanvas } from '../../web/src/components/graph/graph-canvas';

// Every browser has it, this environment does not.
globalThis.structuredClone ??= (value: unknown) => deserialize(serialize(value));

const agent = (id: string): Step => ({ id, type: 'agent', agent: id });
const ROOT: Step = { id: 'root', type: 'sequential', steps: [agent('one'), agent('two'), agent('three')] };
const stands = (shown: 'planned' | 'running'): DrawingState => ({
  box: () => ({ shown, begun: 0, said: 0, speaking: false }),
  arrow: () => ({ used: shown === 'running', usedBack: false, made: 0 }),
});

describe('the graph of an execution that runs', () => {
  afterEach(cleanup);

  it('keeps its arrows when a state changes', async () => {
    const { container, rerender } = render(<GraphCanvas root={ROOT} state={stands('planned')} />);
    const arrows = () => container.querySelectorAll('.react-flow__edge');
    await waitFor(() => expect(arrows()).toHaveLength(2));
    rerender(<GraphCanvas root={ROOT} state={stands('running')} />);
    await waitFor(() => expect(container.querySelector('.react-flow__edge-path')?.getAttribute('style')).toContain('--accent'));
    expect(arrows()).toHaveLength(2);
  });
});
