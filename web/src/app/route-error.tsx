import { useRouteError } from 'react-router';
import { Button } from '@/components/button';
import { ErrorNote } from '@/components/error-note';
import { Page } from '@/components/page';

/** A page broke; the rest of the Studio, and every execution, goes on. */
export function RouteError() {
  const error = useRouteError();
  return (
    <Page title="Something broke">
      <ErrorNote
        title="This page broke"
        action={
          <Button className="mt-2" onClick={() => window.location.reload()}>
            Load it again
          </Button>
        }
      >
        {error instanceof Error ? error.message : String(error)}. Executions are not affected.
      </ErrorNote>
    </Page>
  );
}
