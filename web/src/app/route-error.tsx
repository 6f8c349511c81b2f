import { useMemo } from 'react';
import { Link, useLocation, useRouteError } from 'react-router';
import { Button, buttonClass } from '@/components/button';
import { CopyButton } from '@/components/copy-button';
import { ErrorNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ScrollPane } from '@/components/scroll-pane';
import { useStudio } from '@/lib/use-studio';
import { toErrorDetails, toErrorMessage } from './error-details';

/** A page broke; the rest of the Studio, and every execution, goes on. What is told of it can be copied into a report. */
export function RouteError() {
  const error = useRouteError();
  const { pathname, search } = useLocation();
  const version = useStudio()?.version;
  const at = useMemo(() => new Date(), []);
  const details = toErrorDetails(error, { address: pathname + search, version, at, browser: navigator.userAgent });
  return (
    <Page title="Something broke">
      <PageHeader title="This page broke" description="The other pages, and all executions, are not affected." />
      <div role="alert">
        <ErrorNote title="What happened">{toErrorMessage(error)}</ErrorNote>
      </div>
      <div className="my-4 flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => window.location.reload()}>
          Load it again
        </Button>
        <Link to="/executions" reloadDocument className={buttonClass()}>
          Go to the executions
        </Link>
      </div>
      <section aria-label="Details" className="rounded-lg border border-line bg-surface">
        <header className="flex items-center justify-between gap-3 border-line border-b px-4 py-2">
          <h2 className="font-semibold text-[0.8125rem]">For a report</h2>
          <CopyButton text={details} what="these details" />
        </header>
        <ScrollPane label="What is told of it" className="max-h-80 px-4 py-3">
          <pre className="prose-plain font-mono text-xs">{details}</pre>
        </ScrollPane>
      </section>
    </Page>
  );
}
