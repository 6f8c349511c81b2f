import { type AgentBody, canonicalJson, type JsonObject, StudioError, type Workflow } from '@client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { CodeEditor } from '@/components/code';
import { MergeDialog } from '@/components/definition/merge-dialog';
import { RevisionsPanel } from '@/components/definition/revisions-panel';
import { FailureNote } from '@/components/error-note';
import { PageHeader } from '@/components/page-header';
import { Panel } from '@/components/panel';
import { client } from '@/lib/client';
import { parseDefinition, placeProblems, toBody, toYaml } from '@/lib/definition-text';
import { useAgentNames } from '../api/use-agent-names';
import { useSaveWorkflow } from '../api/use-save-workflow';
import { useVocabulary } from '../api/use-vocabulary';
import { useWorkflowRevisions } from '../api/use-workflow';
import { completeDefinition } from '../model/completion';
import { type DefinitionLanguage, toText } from '../model/definition-file';
import { toDrawable } from '../model/drawable';
import { DefinitionGraph } from './definition-graph';
import { DefinitionTools } from './definition-tools';
import { ProblemList } from './problem-list';

interface WorkflowEditorProps {
  workflow: Workflow | undefined;
  /** What it begins with, as YAML. */
  text: string;
  /** A template's agents, which are created with it where they are missing. */
  agents?: AgentBody[];
  /** Told the id of a new one, and whether something was typed while it was being saved. */
  onCreated: (id: string, unsaved: boolean) => void;
}

/** A workflow's text with what is wrong in its place, and its graph and steps beside it. */
export function WorkflowEditor({ workflow, text: first, agents, onCreated }: WorkflowEditorProps) {
  const [base, setBase] = useState(workflow);
  const [text, setText] = useState(first);
  const typed = useRef(text);
  useEffect(() => {
    typed.current = text;
  }, [text]);
  const [language, setLanguage] = useState<DefinitionLanguage>('yaml');
  const [theirs, setTheirs] = useState<Workflow | null>(null);
  const [refused, setRefused] = useState<{ text: string; error: StudioError } | null>(null);
  const [unread, setUnread] = useState<Error | null>(null);
  const save = useSaveWorkflow();
  const revisions = useWorkflowRevisions(base?.id);
  const vocabulary = useVocabulary();
  const agentNames = useAgentNames();
  const parsed = useMemo(() => parseDefinition(text), [text]);
  const problems = useMemo(() => {
    if ('problems' in parsed) return parsed.problems;
    return refused?.text === text ? placeProblems(text, refused.error.errors) : [];
  }, [parsed, refused, text]);
  const root = useMemo(() => ('body' in parsed ? toDrawable(parsed.body.root) : null), [parsed]);
  const changed = base === undefined || !('body' in parsed) || isOther(parsed.body, base);

  const saveText = (body: string, on: Workflow | undefined) => {
    const definition = parseDefinition(body);
    if ('problems' in definition) return;
    const adopt = (stored: Workflow) => {
      setBase(stored);
      // What was typed while it was being saved stays.
      setText((now) => (now === text ? body : now));
      setTheirs(null);
      setRefused(null);
      if (on === undefined) onCreated(stored.id, typed.current !== text);
    };
    // An earlier answer may have been lost on its way: then what is there is what was to be saved.
    const meet = (stored: Workflow) => {
      if (isOther(definition.body, stored)) return setTheirs(stored);
      save.reset();
      adopt(stored);
    };
    setUnread(null);
    save.mutate(
      { body: definition.body, base: on, agents },
      {
        onSuccess: adopt,
        onError: (error) => {
          if (!(error instanceof StudioError)) return;
          setRefused({ text: body, error });
          if (error.code === 'precondition_failed' && on !== undefined) void client.workflows.get(on.id).then(meet, setUnread);
        },
      },
    );
  };

  return (
    <>
      <PageHeader
        title={base === undefined ? 'New workflow' : base.name}
        description={base !== undefined && `Based on revision ${base.revision}; executions that run keep the revision they began with.`}
        actions={
          <Button variant="primary" disabled={save.isPending || 'problems' in parsed || !changed} onClick={() => saveText(text, base)}>
            {save.isPending ? 'Saving…' : base === undefined ? 'Create' : `Publish revision ${base.revision + 1}`}
          </Button>
        }
      />
      {save.error !== null && theirs === null && (
        <div className="mb-4">
          <FailureNote title="It was not saved" error={unread ?? save.error} />
        </div>
      )}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]">
        <Panel
          title="Definition"
          aside={<DefinitionTools text={text} readable={'body' in parsed} language={language} onLanguage={setLanguage} onText={setText} />}
          bodyClassName="p-3"
        >
          <CodeEditor
            label="Definition of the workflow"
            language={language}
            value={text}
            onChange={setText}
            problems={problems}
            complete={(typed, position) => (vocabulary === undefined ? null : completeDefinition(typed, position, vocabulary))}
            minHeight="24rem"
          />
          <ProblemList text={text} problems={problems} />
        </Panel>
        <DefinitionGraph root={root} agentNames={agentNames} />
      </div>
      {base !== undefined && (
        <div className="mt-5">
          <RevisionsPanel query={revisions} onRestore={(body) => setText(toText(body, language))} />
        </div>
      )}
      {theirs !== null && (
        <MergeDialog
          key={theirs.revision}
          theirs={{ revision: theirs.revision, text: toYaml(toBody(theirs)) }}
          failure={save.error}
          saving={save.isPending}
          mine={'body' in parsed ? toYaml(parsed.body) : text}
          onSave={(merged) => saveText(merged, theirs)}
          onClose={() => setTheirs(null)}
        />
      )}
    </>
  );
}

/** True when saving it would make a new revision. */
function isOther(body: JsonObject, saved: Workflow): boolean {
  return canonicalJson(body) !== canonicalJson(toBody(saved));
}
