import { useNavigate, useParams, useSearchParams } from 'react-router';
import { Breadcrumb } from '@/components/breadcrumb';
import { FailureNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { Skeleton } from '@/components/skeleton';
import { toBody, toYaml } from '@/lib/definition-text';
import { useEditorKey } from '@/lib/use-editor-key';
import { useTemplates } from '../api/use-templates';
import { useWorkflow } from '../api/use-workflow';
import { FIRST_DEFINITION } from '../model/template';
import { TemplateGallery } from './template-gallery';
import { WorkflowEditor } from './workflow-editor';

/** The text of a workflow, to change; without an id a new one, from a template or from nothing. */
export function WorkflowEditorPage() {
  const { workflowId } = useParams();
  const [query] = useSearchParams();
  const wanted = query.get('template');
  const { data: workflow, error } = useWorkflow(workflowId);
  const templates = useTemplates();
  const isNew = workflowId === undefined;
  const { key, becomes } = useEditorKey(workflowId ?? `new ${wanted}`);
  const navigate = useNavigate();
  const leaveFor = (id: string, unsaved: boolean) => {
    const address = `/workflows/${encodeURIComponent(id)}`;
    if (!unsaved) return void navigate(address);
    becomes(id);
    void navigate(`${address}/edit`, { replace: true });
  };
  const template = isNew && wanted !== null ? templates?.find((one) => one.workflow.name === wanted) : undefined;
  const text =
    workflow !== undefined
      ? toYaml(toBody(workflow))
      : wanted === ''
        ? FIRST_DEFINITION
        : template && toYaml({ ...toBody(template.workflow) });
  return (
    <Page title={isNew ? 'New workflow' : (workflow?.name ?? 'Workflow')}>
      <Breadcrumb
        to={isNew ? '/workflows' : `/workflows/${encodeURIComponent(workflowId)}`}
        label={isNew ? 'Workflows' : (workflow?.name ?? 'Workflow')}
      />
      {error !== null && <FailureNote title="The workflow could not be read" error={error} />}
      {isNew && wanted === null && <TemplateGallery templates={templates} />}
      {isNew && wanted !== null && wanted !== '' && templates !== undefined && template === undefined && (
        <FailureNote title="There is no such template" error={new Error(`No template is called “${wanted}”.`)} />
      )}
      {text === undefined && error === null && (workflowId !== undefined || (wanted !== null && templates === undefined)) && (
        <Skeleton label="Loading the definition" />
      )}
      {text !== undefined && <WorkflowEditor key={key} workflow={workflow} text={text} agents={template?.agents} onCreated={leaveFor} />}
    </Page>
  );
}
