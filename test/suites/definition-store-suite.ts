import type { Agent, AgentBody } from '../../contracts/entities';
import { type DefinitionStore, DefinitionsChanged } from '../../contracts/ports/definition-store';
import { readAllPages, type StoreBench, type StoreBenchFactory } from './bench';

const body = (name: string, instructions = ''): AgentBody => ({
  name,
  description: '',
  instructions,
  tools: [],
  limits: { maxTurns: 10 },
});

/** What every definition store must do. */
export function describeDefinitionStore(createBench: StoreBenchFactory<DefinitionStore>): void {
  describe('a definition store', () => {
    let bench: StoreBench<DefinitionStore>;
    let store: DefinitionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
    });
    afterEach(() => bench.destroy());

    const create = async (id: string, name: string): Promise<Agent> => {
      const made = await store.agents.create('org', id, body(name));
      if (made === 'nameTaken') throw new Error(`${name} is taken`);
      return made;
    };

    it('makes revision 1 and finds it by id and by name', async () => {
      const made = await create('a1', 'Writer');
      expect(made).toMatchObject({ ...body('Writer'), id: 'a1', organizationId: 'org', revision: 1 });
      expect(made.updatedAt).toBe(made.createdAt);
      expect(await store.agents.get('org', 'a1')).toEqual(made);
      expect(await store.agents.find('org', 'a1')).toEqual(made);
      expect(await store.agents.find('org', 'Writer')).toEqual(made);
      expect(await store.agents.find('org', 'writer')).toBeNull();
      expect(await store.agents.get('org', 'Writer')).toBeNull();
    });

    it('prefers an id to a name that looks like it', async () => {
      const byId = await create('x', 'first');
      await create('y', 'x');
      expect(await store.agents.find('org', 'x')).toEqual(byId);
    });

    it('recognises a repeated create and refuses another body under the id', async () => {
      const made = await create('a1', 'Writer');
      expect(await store.agents.create('org', 'a1', body('Writer'))).toEqual(made);
      await expect(store.agents.create('org', 'a1', body('Other'))).rejects.toThrow('a1');
    });

    it('counts what others may rely on, in each organization, and writes nothing that was checked before a change of it', async () => {
      const workflow = { description: '', root: { id: 's', type: 'agent' as const, agent: 'a1' } };
      const saved = { saved: 1, removed: 0 };
      await create('a1', 'Writer');
      await store.agents.replace('org', 'a1', body('Writer', 'Write.'), null);
      expect(await store.countChanges('org')).toEqual({ saved: 0, removed: 0 });
      await store.workflows.create('org', 'w1', { ...workflow, name: 'First' }, { saved: 0, removed: 0 });
      expect(await store.countChanges('org')).toEqual(saved);
      await store.agents.replace('org', 'a1', body('Author'), null);
      await store.workflows.replace('org', 'w1', { ...workflow, name: 'First', description: 'new' }, null);
      await store.agents.delete('org', 'a1', null);
      const now = { saved: 3, removed: 2 };
      expect(await store.countChanges('org')).toEqual(now);
      expect(await store.countChanges('other')).toEqual({ saved: 0, removed: 0 });
      for (const before of [{ removed: 1 }, { saved: 2 }, { ...now, saved: 2 }]) {
        await expect(store.workflows.create('org', 'w2', { ...workflow, name: 'Second' }, before)).rejects.toThrow(DefinitionsChanged);
        await expect(store.workflows.replace('org', 'w1', { ...workflow, name: 'Third' }, null, before)).rejects.toThrow(
          DefinitionsChanged,
        );
        await expect(store.workflows.delete('org', 'w1', null, before)).rejects.toThrow(DefinitionsChanged);
      }
      expect(await store.countChanges('org')).toEqual(now);
      expect(await store.workflows.get('org', 'w2')).toBeNull();
      expect(await store.workflows.get('org', 'w1')).toMatchObject({ name: 'First', revision: 2 });
      expect(await store.workflows.delete('org', 'w1', null, now)).toBe('deleted');
      // A repeat of what was done is recognised, whatever has changed since.
      expect(await store.workflows.create('org', 'w1', { ...workflow, name: 'First' }, { removed: 0 })).toMatchObject({ id: 'w1' });
    });

    it('keeps names unique among the live ones of an organization and kind', async () => {
      await create('a1', 'Writer');
      expect(await store.agents.create('org', 'a2', body('Writer'))).toBe('nameTaken');
      expect(await store.agents.create('other', 'a2', body('Writer'))).toMatchObject({ id: 'a2' });
      const root = { id: 's', type: 'agent' as const, agent: 'a1' };
      expect(await store.workflows.create('org', 'w1', { name: 'Writer', description: '', root })).toMatchObject({ id: 'w1', root });
      await create('a3', 'Reviewer');
      expect(await store.agents.replace('org', 'a3', body('Writer'), null)).toBe('nameTaken');
      await store.agents.delete('org', 'a1', null);
      expect(await store.agents.replace('org', 'a3', body('Writer'), null)).toMatchObject({ name: 'Writer', revision: 2 });
    });

    it('gives a name to one of many creates at once', async () => {
      const other = await bench.open();
      const made = await Promise.all(
        Array.from({ length: 10 }, (_, n) => (n % 2 ? store : other).agents.create('org', `a${n}`, body('Writer'))),
      );
      expect(made.filter((one) => one !== 'nameTaken')).toHaveLength(1);
    });

    it('replaces with a new revision and keeps the old ones', async () => {
      const first = await create('a1', 'Writer');
      const second = await store.agents.replace('org', 'a1', body('Author', 'Write.'), 1);
      expect(second).toMatchObject({ name: 'Author', instructions: 'Write.', revision: 2, createdAt: first.createdAt });
      expect(await store.agents.get('org', 'a1')).toEqual(second);
      expect(await store.agents.getRevision('org', 'a1', 1)).toEqual(first);
      expect(await store.agents.getRevision('org', 'a1', 3)).toBeNull();
      expect(await store.agents.find('org', 'Writer')).toBeNull();
    });

    it('makes no revision of an identical body, whatever the order of its keys', async () => {
      const made = await create('a1', 'Writer');
      const reversed = Object.fromEntries(Object.entries(body('Writer')).reverse()) as unknown as AgentBody;
      expect(await store.agents.replace('org', 'a1', reversed, 1)).toEqual(made);
    });

    it('refuses a stale revision and misses what is unknown or deleted', async () => {
      await create('a1', 'Writer');
      await store.agents.replace('org', 'a1', body('Writer', '2'), null);
      expect(await store.agents.replace('org', 'a1', body('Writer', '3'), 1)).toBe('stale');
      expect(await store.agents.delete('org', 'a1', 1)).toBe('stale');
      expect(await store.agents.replace('org', 'nobody', body('N'), null)).toBeNull();
      expect(await store.agents.delete('org', 'a1', 2)).toBe('deleted');
      expect(await store.agents.delete('org', 'a1', null)).toBeNull();
      expect(await store.agents.replace('org', 'a1', body('Writer', '3'), null)).toBeNull();
    });

    it('lets one of several replacements of a revision win', async () => {
      await create('a1', 'Writer');
      const other = await bench.open();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 ? store : other).agents.replace('org', 'a1', body('Writer', `${n}`), 1)),
      );
      expect(answers.filter((answer) => answer !== 'stale')).toHaveLength(1);
      expect(await store.agents.get('org', 'a1')).toMatchObject({ revision: 2 });
    });

    it('keeps the revisions of a deleted definition readable', async () => {
      const first = await create('a1', 'Writer');
      await store.agents.delete('org', 'a1', null);
      expect(await store.agents.get('org', 'a1')).toBeNull();
      expect(await store.agents.find('org', 'Writer')).toBeNull();
      expect(await store.agents.getRevision('org', 'a1', 1)).toEqual(first);
      expect(await store.agents.listRevisions('org', 'a1', { limit: 5 })).toEqual({ items: [first] });
      expect(await store.agents.list('org', { limit: 5 })).toEqual({ items: [] });
    });

    it('lists the newest first, page by page, stable under inserts', async () => {
      for (let n = 0; n < 5; n++) await create(`a${n}`, `Agent ${n}`);
      const first = await store.agents.list('org', { limit: 2 });
      if (first === 'invalidCursor') throw new Error('no page');
      await create('late', 'Late');
      const second = await store.agents.list('org', { limit: 3, cursor: first.nextCursor });
      if (second === 'invalidCursor') throw new Error('no page');
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['a4', 'a3', 'a2', 'a1', 'a0']);
      expect(second.nextCursor).toBeUndefined();
    });

    it('lists those that have a text in their name, in either case, page by page', async () => {
      for (const name of ['Writer', 'Reader', 'Ghost writer', '100%', 'Ärzte']) await create(`id ${name}`, name);
      const named = async (name: string) => {
        const found = await readAllPages((page) => store.agents.list('org', { ...page, name }), 1);
        return found.map((agent) => agent.name);
      };
      expect(await named('WRITER')).toEqual(['Ghost writer', 'Writer']);
      expect(await named('%')).toEqual(['100%']);
      expect(await named('Ärz')).toEqual(['Ärzte']);
      expect(await named('nobody')).toEqual([]);
      const all = await store.agents.list('org', { limit: 1 });
      const cursor = all === 'invalidCursor' ? undefined : all.nextCursor;
      expect(await store.agents.list('org', { limit: 1, cursor, name: 'r' })).toBe('invalidCursor');
    });

    it('lists revisions the newest first and knows an id that never was', async () => {
      await create('a1', 'Writer');
      for (let n = 2; n <= 5; n++) await store.agents.replace('org', 'a1', body('Writer', `${n}`), null);
      const all = await readAllPages((page) => store.agents.listRevisions('org', 'a1', page), 2);
      expect(all.map(({ revision }) => revision)).toEqual([5, 4, 3, 2, 1]);
      expect(await store.agents.listRevisions('org', 'nobody', { limit: 2 })).toBeNull();
    });

    it('refuses a cursor that is not of this list', async () => {
      for (let n = 0; n < 3; n++) await create(`a${n}`, `Agent ${n}`);
      const page = await store.agents.list('org', { limit: 1 });
      const cursor = page === 'invalidCursor' ? undefined : page.nextCursor;
      expect(await store.workflows.list('org', { limit: 1, cursor })).toBe('invalidCursor');
      expect(await store.agents.list('other', { limit: 1, cursor })).toBe('invalidCursor');
      expect(await store.agents.listRevisions('org', 'a1', { limit: 1, cursor })).toBe('invalidCursor');
      for (const bad of ['', 'x', '%%%', 'W10', 'bnVsbA'])
        expect(await store.agents.list('org', { limit: 1, cursor: bad })).toBe('invalidCursor');
    });

    it('never shows a definition to another organization', async () => {
      await create('a1', 'Writer');
      expect(await store.agents.get('other', 'a1')).toBeNull();
      expect(await store.agents.find('other', 'Writer')).toBeNull();
      expect(await store.agents.getRevision('other', 'a1', 1)).toBeNull();
      expect(await store.agents.listRevisions('other', 'a1', { limit: 5 })).toBeNull();
      expect(await store.agents.replace('other', 'a1', body('Mine'), null)).toBeNull();
      expect(await store.agents.delete('other', 'a1', null)).toBeNull();
      expect(await store.agents.list('other', { limit: 5 })).toEqual({ items: [] });
    });
  });
}
