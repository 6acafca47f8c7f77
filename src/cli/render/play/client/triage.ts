// SPDX-License-Identifier: Apache-2.0

/** Messages: decide, say how sure, see why. */
export const TRIAGE = `
function message(state, item) {
  const shown = performance.now();
  const closer = list([[say('address'), item.address], [say('link-target'), item.link?.target], [say('headers'), item.headers ?? say('no-headers')]]);
  closer.hidden = true;
  const look = button(say('look-closer'), () => { closer.hidden = !closer.hidden; look.setAttribute('aria-expanded', String(!closer.hidden)); });
  look.setAttribute('aria-expanded', 'false');
  const known = element('p', say('you-know') + ': ' + item.context);
  const card = element('section', [list([[say('from'), item.from], [say('subject'), item.subject]]), element('p', item.text), ...(item.link ? [element('p', item.link.shown, 'link')] : []), look, closer], 'card');
  const sure = (action) => {
    const seconds = (performance.now() - shown) / 1000;
    const levels = [['unsure', 0.5], ['fairly', 0.75], ['certain', 0.95]].map(([word, confidence]) => button(say(word), () => {
      state.answers.push({ item, action, confidence, seconds });
      state.session.answered(item, outcomeOf(item, action) !== 'wrong', confidence, Date.now());
      if (state.test) next(state);
      else show(say(outcomeOf(item, action)) + ' · ' + say(item.truth), known, card, explained(item), row(button(say('next'), () => next(state)), stop(state)));
    }));
    decision.replaceWith(group(say('how-sure') + ' (' + say(action) + ')', levels));
    levels[0].focus();
  };
  const decision = group(say('your-decision'), ACTIONS.map((action) => button(say(action), () => sure(action))));
  show(say('item-of', state.at, state.session.length), known, card, decision, row(stop(state)));
}

function explained(item) {
  const cues = item.cues.map((each) => {
    const cue = family(each.cue);
    return element('li', [element('q', each.quote), ' → ' + tell(cue.title) + ' (' + say('speaks-' + cue.says) + '). ' + tell(cue.text)]);
  });
  return element('section', [element('h2', say('signs')), element('p', item.why), element('ul', cues)]);
}

kinds.triage = {
  modes: [['feedback-now', false], ['feedback-end', true]],
  start: (state) => startItems(state, state.set.messages, state.game.length, message),
  debrief: ({ answers, test }) => {
    const result = triageResult(answers, (cue, truth) => family(cue).says === truth);
    const rows = [
      ...pointRows(result),
      signalRow(result),
      [say('report-time'), result.reportSeconds?.toFixed(0)],
      [say('sure-wrong'), String(result.sureAndWrong)],
    ];
    const later = test ? answers.map(({ item, action }) => element('section', [element('h2', (item.subject ?? item.from) + ': ' + say(outcomeOf(item, action)) + ' · ' + say(item.truth)), element('p', item.text), explained(item)], 'card')) : [];
    return { rows, nodes: [element('p', say(result.advice)), ...missedFamilies(result.missed), ...later] };
  },
};
`;
