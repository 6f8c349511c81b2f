import type { Locator } from 'playwright-core';

/** What people can read in a part of a page, also where it is out of sight and not drawn yet; what is folded away does not count. */
export async function readShown(part: Locator): Promise<string> {
  await part.page().addStyleTag({ content: '* { content-visibility: visible !important; }' });
  // biome-ignore lint/performance/useDomNodeTextContent: the text of a node has what is folded away, too
  return part.innerText();
}
