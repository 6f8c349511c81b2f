import type { Attempt, Exchange, Json } from '@client';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { FailureNote } from '@/components/error-note';
import { Skeleton } from '@/components/skeleton';
import { useExchange } from '../api/use-exchange';
import { RawView } from './raw-view';

/** Raw request and response of an attempt, as its provider's protocol had them. Read when it is opened. */
export function ExchangeView({ executionId, attempt }: { executionId: string; attempt: Attempt }) {
  const [wanted, setWanted] = useState(false);
  const { data, error } = useExchange(executionId, attempt, wanted);
  return (
    <details className="group/exchange border-line border-t" onToggle={({ currentTarget }) => currentTarget.open && setWanted(true)}>
      <summary className="flex items-center gap-1.5 rounded px-3 py-1.5 text-ink-faint hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/exchange:rotate-90" />
        Raw request and response
      </summary>
      <div className="space-y-3 px-3 pb-3">
        {wanted && data === undefined && error === null && <Skeleton label="Loading request and response" />}
        {error !== null && <FailureNote title="They could not be read" error={error} />}
        {data !== undefined && <Request request={data.request} />}
        {data !== undefined && <Response response={data.response} inFlight={attempt.endedAt === null} />}
      </div>
    </details>
  );
}

function Request({ request }: Pick<Exchange, 'request'>) {
  if (request === null) return <p className="text-ink-faint">The request is not known any more.</p>;
  const { exact, ...sent } = request;
  return (
    <div className="space-y-1">
      <RawView label={`Request${sent.method === undefined ? '' : `: ${sent.method} ${sent.url ?? ''}`}`} value={sent as Json} />
      <p className="text-ink-faint">
        {exact === undefined && 'Made anew from what was recorded.'}
        {exact === true && 'As it was sent, byte for byte.'}
        {exact === false && 'Made anew from what was recorded; it differs from what was sent.'} Keys are in neither.
      </p>
    </div>
  );
}

function Response({ response, inFlight }: Pick<Exchange, 'response'> & { inFlight: boolean }) {
  if (response === null) return <p className="text-ink-faint">{inFlight ? 'No response yet.' : 'No response was written down.'}</p>;
  const { truncated, ...got } = response;
  return (
    <div className="space-y-1">
      <RawView label={`Response${got.status === undefined ? '' : `: ${got.status}`}`} value={got as Json} />
      {truncated === true && <p className="text-ink-faint">Long texts in it are cut.</p>}
    </div>
  );
}
