import { toDrawing } from '../../web/src/components/graph/to-drawing';
import { toFileName, translate } from '../../web/src/features/workflows/model/definition-file';
import { toDrawable } from '../../web/src/features/workflows/model/drawable';

it('translates a definition between YAML and JSON and back, and leaves alone what cannot be read', () => {
  const yaml = 'name: Row\nroot:\n  id: a\n  type: agent\n  agent: Poet\n';
  expect(translate(translate(yaml, 'json') ?? '', 'yaml')).toBe(yaml);
  expect(translate('name: [', 'json')).toBeNull();
});

it.each([
  ['Report: chapter by chapter!', 'report-chapter-by-chapter.yaml'],
  ['../../etc/passwd', 'etc-passwd.yaml'],
  ['日本語', 'workflow.yaml'],
])('names the file of %s %s', (name, file) => {
  expect(toFileName({ name }, 'yaml')).toBe(file);
});

it.each([
  [{ id: 'a', type: 'agent', agent: 'A' }, true],
  [{ id: 'a', type: 'agent' }, false],
  [{ id: 'r', type: 'sequential', steps: [{ id: 'a', type: 'agent', agent: 'A' }] }, true],
  [{ id: 'c', type: 'groupChat', participants: [{ id: 'a', agent: 'A' }], maxRounds: 2 }, true],
  [{ id: 'c', type: 'groupChat', participants: [null], maxRounds: 2 }, false],
  [{ id: 'h', type: 'handoff', participants: [{ id: 'a', agent: 'A' }], start: 'a' }, true],
  [{ id: 'h', type: 'handoff', participants: [{ id: 'a', agent: 'A' }], start: 'a', routes: { a: null } }, false],
  [{ id: 'l', type: 'loop', body: { id: 'w', type: 'wait', for: '1s' } }, false],
  [{ id: 'r', type: 'sequential' }, false],
  [{ id: 'r', type: 'sequential', steps: [null] }, false],
  [{ id: 'r', type: 'route', cases: [{ when: 'true' }] }, false],
  [{ id: 'm', type: 'map', body: 3 }, false],
  [{ type: 'agent' }, false],
  ['text', false],
])('draws the steps of %j: %s', (root, drawn) => {
  const step = toDrawable(root);
  expect(step !== null).toBe(drawn);
  if (step !== null) expect(toDrawing(step).boxes.length).toBeGreaterThan(0);
});
