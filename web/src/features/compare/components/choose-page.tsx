import type { Execution } from '@client';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { Breadcrumb } from '@/components/breadcrumb';
import { FailureNote } from '@/components/error-note';
import { Field, INPUT } from '@/components/field';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Skeleton } from '@/components/skeleton';
import { StatusBadge } from '@/components/status-badge';
import { Timestamp } from '@/components/timestamp';
import { toCountText } from '@/lib/format';
import { useChoices } from '../api/use-choices';
import { toChoices } from '../model/to-choices';

/** Chooses what is compared: the first execution, or the second one where the address has the first. */
export function ChoosePage() {
  const { executionId } = useParams();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const { data, error } = useChoices();
  const choices = toChoices(data?.items ?? [], words, executionId);
  const toAddress = (id: string) =>
    executionId === undefined
      ? `/executions/${encodeURIComponent(id)}/compare`
      : `/executions/${encodeURIComponent(executionId)}/compare/${encodeURIComponent(id)}`;
  return (
    <Page title="Compare">
      <Breadcrumb
        to={executionId === undefined ? '/executions' : `/executions/${encodeURIComponent(executionId)}`}
        label={executionId === undefined ? 'Executions' : 'Back to the execution'}
      />
      <PageHeader
        title={executionId === undefined ? 'Compare two executions: the first' : 'Compare with which one?'}
        description="Choose one of the newest, or give an id."
      />
      <form
        className="mb-4 max-w-md"
        onSubmit={(event) => {
          event.preventDefault();
          const chosen = choices.length === 1 ? choices[0]?.id : words.trim();
          if (chosen) void navigate(toAddress(chosen));
        }}
      >
        <Field label="Name or id">
          {(ids) => <input {...ids} className={INPUT} value={words} onChange={({ target }) => setWords(target.value)} autoComplete="off" />}
        </Field>
      </form>
      {error !== null && <FailureNote title="The executions could not be read" error={error} />}
      {data === undefined && error === null && <Skeleton label="Loading executions" />}
      {data !== undefined && (
        <>
          <p role="status" className="mb-2 text-ink-faint text-xs">
            {toCountText(choices.length, 'execution')} among the newest {toCountText(data.items.length, 'execution')}
          </p>
          <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
            {choices.map((execution) => (
              <Choice key={execution.id} execution={execution} address={toAddress(execution.id)} />
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}

function Choice({ execution, address }: { execution: Execution; address: string }) {
  const { id, name, status, startedAt, forkedFrom } = execution;
  return (
    <li>
      <Link
        to={address}
        className="-outline-offset-2 flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-[0.8125rem] hover:bg-raised"
      >
        <span className="min-w-0 truncate font-medium">{name}</span>
        <StatusBadge status={status} />
        {forkedFrom !== undefined && <span className="text-ink-faint text-xs">{forkedFrom.kind}</span>}
        <span className="ml-auto flex gap-3 text-ink-faint text-xs">
          <span className="hidden font-mono sm:inline">{id}</span>
          <Timestamp time={startedAt} />
        </span>
      </Link>
    </li>
  );
}
