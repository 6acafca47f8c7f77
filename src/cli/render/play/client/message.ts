// SPDX-License-Identifier: Apache-2.0

/** A message to decide on, and why it is what it is. Used with and without a server. */
export const MESSAGE = `
/** The words of how sure somebody is, as stated probabilities of being right. */
const LEVELS = [['unsure', 0.5], ['fairly', 0.75], ['certain', 0.95]];
const youSaid = ({ action, confidence }) => element('p', say('you-said-sure', say(action), say(LEVELS.find(([, each]) => each === confidence)[0])));
/** \`decided\` gets \`{ action, confidence, seconds }\` and the nodes of the message. */
function askMessage(item, heading, tail, decided) {
  const shown = performance.now();
  const closer = list([[say('address'), item.address], [say('link-target'), item.link?.target], [say('headers'), item.headers ?? say('no-headers')]]);
  closer.hidden = true;
  const look = button(say('look-closer'), () => { closer.hidden = !closer.hidden; look.setAttribute('aria-expanded', String(!closer.hidden)); });
  look.setAttribute('aria-expanded', 'false');
  const known = element('p', say('you-know') + ': ' + item.context);
  const card = element('section', [list([[say('from'), item.from], [say('subject'), item.subject]]), element('p', item.text), ...(item.link ? [element('p', item.link.shown, 'link')] : []), look, closer], 'card');
  const sure = (action) => {
    const seconds = (performance.now() - shown) / 1000;
    const levels = LEVELS.map(([word, confidence]) => button(say(word), () => decided({ action, confidence, seconds }, [known, card])));
    decision.replaceWith(group(say('how-sure') + ' (' + say(action) + ')', levels));
    levels[0].focus();
  };
  const decision = group(say('your-decision'), ACTIONS.map((action) => button(say(action), () => sure(action))));
  show(heading, known, card, decision, row(...tail));
}

/** Each cue as \`{ quote, title, text, says }\`, in the language of the page. */
function explained(why, cues) {
  const lines = cues.map(({ quote, title, text, says }) => element('li', [element('q', quote), ' → ' + title + ' (' + say('speaks-' + says) + '). ' + text]));
  return element('section', [element('h2', say('signs')), element('p', why), element('ul', lines)]);
}
`;
