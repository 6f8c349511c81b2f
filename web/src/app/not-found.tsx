import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { buttonClass } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';

export function NotFound() {
  return (
    <Page title="Not found">
      <EmptyState
        whole
        icon={Compass}
        title="There is no such page"
        action={
          <Link to="/executions" className={buttonClass('primary')}>
            Go to the executions
          </Link>
        }
      >
        The address may be mistyped, or what it led to is gone.
      </EmptyState>
    </Page>
  );
}
