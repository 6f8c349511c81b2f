import { FilePlus2 } from 'lucide-react';
import { Link } from 'react-router';
import { PageHeader } from '@/components/page-header';
import { Skeleton } from '@/components/skeleton';
import { Tag } from '@/components/tag';
import type { Template } from '../model/template';

const CARD = 'group relative flex flex-col rounded-lg border border-line bg-surface p-4 transition-colors hover:border-line-strong';

/** What a new workflow can begin with. */
export function TemplateGallery({ templates }: { templates: readonly Template[] | undefined }) {
  return (
    <>
      <PageHeader title="New workflow" description="Begin with one that works and change it, or with an empty one." />
      {templates === undefined && <Skeleton label="Loading the templates" />}
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3">
        <li className={CARD}>
          <h2 className="flex items-center gap-2 font-semibold">
            <FilePlus2 aria-hidden className="size-4 text-ink-faint" />
            <Link to="/workflows/new?template=" className="after:absolute after:inset-0 after:rounded-lg">
              Empty
            </Link>
          </h2>
          <p className="mt-1 text-ink-soft">One step, one agent.</p>
        </li>
        {templates?.map(({ workflow }) => (
          <li key={workflow.name} className={CARD}>
            <h2 className="font-semibold">
              <Link
                to={`/workflows/new?template=${encodeURIComponent(workflow.name)}`}
                className="after:absolute after:inset-0 after:rounded-lg"
              >
                {workflow.name}
              </Link>
            </h2>
            <p className="mt-1 line-clamp-3 text-ink-soft [overflow-wrap:anywhere]">{workflow.description}</p>
            <p className="mt-auto pt-3">
              <Tag>{workflow.root.type}</Tag>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
