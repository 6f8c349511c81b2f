import { useQuery } from '@tanstack/react-query';
import { loadPart } from '@/lib/load-part';
import type { Template } from '../model/template';

/** The examples as templates; they are a part of the page that is loaded when somebody looks for one. */
export function useTemplates(): readonly Template[] | undefined {
  return useQuery({ queryKey: ['templates'], queryFn: readTemplates, staleTime: Number.POSITIVE_INFINITY }).data;
}

async function readTemplates(): Promise<Template[]> {
  const { TEMPLATES } = await loadPart(() => import('@examples'));
  return TEMPLATES.flatMap(({ agents, workflows }) => workflows.map((workflow) => ({ workflow, agents }) as Template));
}
