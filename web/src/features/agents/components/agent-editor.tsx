import { type Agent, StudioError } from '@client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { DeleteDefinition } from '@/components/definition/delete-definition';
import { MergeDialog } from '@/components/definition/merge-dialog';
import { RevisionsPanel } from '@/components/definition/revisions-panel';
import { FailureNote } from '@/components/error-note';
import { PageHeader } from '@/components/page-header';
import { Panel } from '@/components/panel';
import { Timestamp } from '@/components/timestamp';
import { client } from '@/lib/client';
import { parseDefinition, toBody, toYaml } from '@/lib/definition-text';
import { queryKeys } from '@/lib/query-keys';
import { useAgentRevisions, useDeleteAgent } from '../api/use-agent';
import { useSaveAgent } from '../api/use-save-agent';
import { type Draft, EMPTY_DRAFT, isChanged, toDraft } from '../model/draft';
import { AgentForm } from './agent-form';
import { Playground } from './playground';

interface AgentEditorProps {
  agent: Agent | undefined;
  /** Told the id of a new one. */
  onCreated: (id: string) => void;
}

/** The form, and beside it a conversation with what stands in it. */
export function AgentEditor({ agent, onCreated }: AgentEditorProps) {
  // What the draft is based on; a revision that comes meanwhile is only taken up when it is merged.
  const [base, setBase] = useState(agent);
  const [draft, setDraft] = useState<Draft>(() => (agent === undefined ? EMPTY_DRAFT : toDraft(agent)));
  const [theirs, setTheirs] = useState<Agent | null>(null);
  const [unread, setUnread] = useState<Error | null>(null);
  const save = useSaveAgent();
  const remove = useDeleteAgent();
  const revisions = useAgentRevisions(base?.id);
  const changed = isChanged(draft, base);
  // As it will be if the API agrees.
  const shown = base !== undefined && save.isPending ? { ...base, ...save.variables.draft, revision: base.revision + 1 } : base;
  const mistakes = save.error instanceof StudioError ? save.error.errors : NONE;

  const saveAs = (body: Draft, on: Agent | undefined) => {
    const adopt = (saved: Agent) => {
      setBase(saved);
      // What was typed while it was being saved stays.
      setDraft((now) => (now === draft ? toDraft(saved) : now));
      setTheirs(null);
      if (on === undefined) onCreated(saved.id);
    };
    // An earlier answer may have been lost on its way: then what is there is what was to be saved.
    const meet = (stored: Agent) => {
      if (isChanged(body, stored)) return setTheirs(stored);
      save.reset();
      adopt(stored);
    };
    setUnread(null);
    save.mutate(
      { draft: body, base: on },
      {
        onSuccess: adopt,
        onError: (error) => {
          if (error instanceof StudioError && error.code === 'precondition_failed' && on !== undefined)
            void client.agents.get(on.id).then(meet, setUnread);
        },
      },
    );
  };
  const saveMerged = (text: string) => {
    const parsed = parseDefinition(text);
    if ('body' in parsed && theirs !== null) saveAs(toDraft(parsed.body), theirs);
  };

  return (
    <>
      <PageHeader
        title={shown === undefined ? 'New agent' : shown.name}
        description={
          shown !== undefined && (
            <span className="text-[0.8125rem]">
              Revision {shown.revision} · {save.isPending ? 'being saved' : <Timestamp time={shown.updatedAt} />} · executions that run keep
              the revision they began with
            </span>
          )
        }
        actions={
          <>
            {base !== undefined && (
              <DeleteDefinition
                definition={base}
                remove={remove}
                consequence="No new workflow can use it. What runs goes on, and its revisions stay readable."
                list="/agents"
                keys={{ one: queryKeys.agent(base.id), all: queryKeys.agents }}
              />
            )}
            {changed && base !== undefined && <Button onClick={() => setDraft(toDraft(base))}>Discard changes</Button>}
            <Button variant="primary" disabled={!changed || save.isPending || draft.name.trim() === ''} onClick={() => saveAs(draft, base)}>
              {save.isPending ? 'Saving…' : base === undefined ? 'Create' : `Publish revision ${base.revision + 1}`}
            </Button>
          </>
        }
      />
      {save.error !== null && theirs === null && (
        <div className="mb-4">
          <FailureNote title="It was not saved" error={unread ?? save.error} />
        </div>
      )}
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0 space-y-5">
          <Panel title="Definition" aside={changed && <span className="text-warn text-xs">not saved</span>}>
            <AgentForm draft={draft} onChange={setDraft} mistakes={mistakes} />
          </Panel>
          {base !== undefined && <RevisionsPanel query={revisions} onRestore={(body) => setDraft(toDraft(body))} />}
        </div>
        <div className="xl:sticky xl:top-6">
          <Playground draft={draft} />
        </div>
      </div>
      {theirs !== null && (
        <MergeDialog
          key={theirs.revision}
          theirs={{ revision: theirs.revision, text: toYaml(toBody(theirs)) }}
          failure={save.error}
          saving={save.isPending}
          mine={toYaml(toBody(draft))}
          onSave={saveMerged}
          onClose={() => setTheirs(null)}
        />
      )}
    </>
  );
}

const NONE: [] = [];
