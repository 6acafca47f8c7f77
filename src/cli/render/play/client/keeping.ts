// SPDX-License-Identifier: Apache-2.0

/** What the device remembers, only when the player asks for it: which kinds of signs were missed, under a pseudonym. */
export const KEEPING = `
const STORE = 'ensuresec-progress';
const pseudonym = () => 'p-' + [...crypto.getRandomValues(new Uint8Array(8))].map((each) => each.toString(16).padStart(2, '0')).join('');
const stored = () => {
  try { return readProgress(localStorage.getItem(STORE) ?? '').value; } catch { return undefined; }
};
let kept = stored();
let unkept = newProgress(pseudonym());
const progress = () => kept ?? unkept;
function keep(value) {
  if (kept === undefined) { unkept = value; return; }
  kept = value;
  try { localStorage.setItem(STORE, JSON.stringify(value)); } catch { kept = undefined; unkept = value; }
}
function keeping() {
  const box = element('section', [], 'card');
  const known = Object.keys(progress().memories).length;
  if (kept === undefined) {
    box.append(element('h2', say('progress')), element('p', say('private')), row(button(say('remember'), () => { kept = unkept; keep(kept); menu(); })));
  } else {
    box.append(element('h2', say('progress')), element('p', say('kept')), list([[say('pseudonym'), kept.player], [say('due'), dueOf(kept, Date.now()).length + ' / ' + known]]), row(button(say('forget'), () => {
      try { localStorage.removeItem(STORE); } catch { /* nothing could be kept either */ }
      kept = undefined;
      unkept = newProgress(pseudonym());
      menu();
    })));
  }
  return box;
}
`;
