import type { Page } from 'playwright-core';
import { FOREIGN } from './nasty-texts';

/** Runs in the page, so it is a text: what somebody's text has become that a text may never be. */
const LOOK = `(() => {
  const found = [];
  const ours = (address) => new URL(address, location.href).origin === location.origin;
  if (window.pwned !== undefined) found.push('a text ran');
  if (window.frames.length > 0) found.push('a frame');
  for (const script of document.scripts) if (script.src === '' || !ours(script.src)) found.push(script.outerHTML);
  for (const element of document.querySelectorAll('iframe, object, embed, base, meta[http-equiv], video, audio, math, form[action], [srcdoc], [formaction], animate'))
    found.push(element.outerHTML);
  for (const element of document.querySelectorAll('*'))
    for (const { name } of element.attributes) if (name.startsWith('on')) found.push(element.outerHTML);
  for (const { src } of document.querySelectorAll("img[src], img[srcset]")) {
    const { pathname } = new URL(src, location.href);
    if (!ours(src) || !(pathname === '/icon.svg' || /^\\/api\\/v1\\/executions\\/[^/]+\\/artifacts\\//.test(pathname))) found.push('a picture from ' + src);
  }
  for (const link of document.querySelectorAll('link')) if (!ours(link.href)) found.push(link.outerHTML);
  for (const link of document.querySelectorAll('a[href]')) {
    const { protocol, hostname } = new URL(link.href);
    if (!['http:', 'https:', 'blob:'].includes(protocol)) found.push('a link to ' + link.href);
    if (hostname.endsWith('${FOREIGN}') && !(link.rel.includes('noopener') && link.target === '_blank' && link.textContent.includes('leads to ' + hostname)))
      found.push('an unmarked link ' + link.outerHTML);
  }
  if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.title)) found.push('a title that turns round: ' + document.title);
  if (!document.title.includes('Agent Studio')) found.push('another title: ' + document.title);
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push('a page that is wider than its window');
  return found;
})()`;

/** Everything on the page that somebody's text could have become and must not; empty when all is well. */
export function findDanger(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(LOOK);
}
