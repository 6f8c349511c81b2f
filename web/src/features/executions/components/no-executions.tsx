import { Activity, SearchX } from 'lucide-react';
import { Link } from 'react-router';
import { buttonClass } from '@/components/button';
import { EmptyState } from '@/components/empty-state';

export function NoExecutions({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title="No execution fits this filter"
        action={
          <Link to={{ search: '' }} className={buttonClass('secondary')}>
            Show all
          </Link>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={Activity}
      title="Nothing has been run yet"
      action={
        <Link to="/workflows" className={buttonClass('primary')}>
          Choose a workflow
        </Link>
      }
    >
      Start a workflow and its execution appears here, live.
    </EmptyState>
  );
}
