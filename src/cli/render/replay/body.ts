// SPDX-License-Identifier: Apache-2.0
// The elements that the replay draws into. Words come with the script, so that one body serves every language.

/** Both sides, the curve between them, and the same as text. `say` and `label` name the word of an element. */
export const REPLAY_BODY = `<div class="replay">
<div class="clock"><button type="button" id="run" data-say="play"></button>
<label for="scrub" class="dim" data-say="time"></label><input type="range" id="scrub" min="0" max="1000" step="1" value="0"><output id="time" for="scrub"></output></div>
<div class="panel" id="curve"></div>
<p class="dim" data-say="curve"></p>
<div class="stages">${stage('without')}${stage('with')}</div>
<p class="dim" data-say="legend"></p><div class="dim" id="legend"></div>
<div class="panel" id="why" aria-live="polite"><h3 data-say="why"></h3><p class="dim" data-say="ask"></p></div>
<h2 data-say="text"></h2>
<div class="stages">${text('without')}${text('with')}</div>
</div>`;

function stage(side: string): string {
  return `<section class="stage" data-side="${side}" data-label="${side}"><h3 data-say="${side}"></h3><p class="dim" id="level-${side}"></p><div class="scroll" id="stage-${side}" tabindex="0" role="region"></div></section>`;
}

function text(side: string): string {
  return `<section class="panel" data-side="${side}"><h3 data-say="${side}"></h3><div id="text-${side}"></div>
<details><summary data-say="table"></summary><div class="scroll" tabindex="0" role="region" id="scroll-${side}"><table><thead><tr><th data-say="time"></th><th data-say="asset"></th><th data-say="delivers"></th></tr></thead><tbody id="table-${side}"></tbody></table></div></details></section>`;
}
