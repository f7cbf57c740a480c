// The now line: always there, always as high; it says what comes next and carries the one action that counts.
import { h, put } from '../lib/dom.js';
import { computed, effect, onEnd, signal, untracked } from '../lib/signal.js';
import { sentence } from '../lib/sentence.js';
import { ticking } from '../lib/clock.js';
import { api, me } from '../live.js';
import { go, to } from '../router.js';
import { btn, when } from './bits.js';
import { dataForm } from './form.js';
import { confirm, keys } from './keys.js';
import { mark } from './marks.js';

const LABELS = {
  pause: 'Pause',
  resume: 'Resume',
  retry: 'Retry what failed',
  again: 'Start another',
  keep: 'Keep',
  unkeep: 'Do not keep',
};
const TITLES = {
  keep: 'It is not cleared away when its time comes',
  unkeep: 'It is cleared away when its time comes',
};

/** What can be done to a run, each told where it was asked when it is refused. */
export function runActions(run, again) {
  const refused = signal(''), working = signal('');
  const act = async (name, call) => {
    if (working.peek()) return;
    working.value = name;
    refused.value = '';
    try {
      await call(run.peek().ref);
      again();
    } catch (p) {
      refused.value = [p.title, p.detail].filter(Boolean).join(': ') || String(p);
    } finally {
      working.value = '';
    }
  };
  const can = () => {
    const r = run.value, s = sentence(r, ticking.peek());
    return {
      live: r.state !== 'archive',
      ending: !!r.ending,
      paused: !!r.paused,
      main: s.action,
      retry: r.state === 'archive' && r.result !== 'good',
      kept: !!r.keep,
    };
  };
  const cancel = async () => {
    const r = run.peek(), hard = !!r.ending;
    const yes = await confirm(
      hard
        ? {
          head: `Stop the clean-up of ${r.ref} too?`,
          text: 'It is ending already. What cleans up after it is stopped where it is, and nothing more is started.',
          yes: 'Stop all of it',
          no: 'Let it clean up',
        }
        : {
          head: `Cancel ${r.ref}?`,
          text: r.state === 'pending'
            ? 'It has not begun, and will not.'
            : 'What runs is stopped, then what cleans up after it runs. It ends as cancelled.',
          yes: 'Cancel the run',
          no: 'Keep it running',
        },
    );
    if (yes) await act('cancel', api.cancel);
  };
  const todo = {
    cancel,
    pause: () => act('pause', api.pause),
    resume: () => act('resume', api.resume),
    retry: () => act('retry', (ref) => api.retry(ref)),
    keep: () => act('keep', api.keep),
    unkeep: () => act('unkeep', api.unkeep),
    again: () => go(`${to.flow(run.peek().flow)}#start`),
  };
  const button = (name, kind) =>
    btn(
      name === 'cancel'
        ? (run.value.ending ? 'Stop clean-up' : 'Cancel')
        : LABELS[name],
      {
        kind,
        title: TITLES[name],
        disabled: () => working.value === name,
        onclick: todo[name],
      },
    );
  keys({
    c: () => run.peek().state !== 'archive' && (cancel(), true),
    r: () => run.peek().state === 'archive' && run.peek().result !== 'good' && (todo.retry(), true),
  });
  const state = computed(can, (a, b) => JSON.stringify(a) === JSON.stringify(b));
  return {
    refused,
    button,
    /** Offered beside a node's log, once its run has ended and something of it can be repeated. */
    from: (id) =>
      state.value.retry && id && (run.value.nodes ?? []).some((n) => n.id === id && n.pass > 0)
        ? btn('Retry from here', {
          kind: 'quiet',
          disabled: () => working.value === 'retry',
          onclick: () => act('retry', (ref) => api.retry(ref, id)),
        })
        : null,
    /** Beside the title: what the now line does not carry. */
    buttons: () => {
      const c = state.value, out = [];
      if (!c.live) out.push(button(c.kept ? 'unkeep' : 'keep', 'quiet'));
      if (!c.live && c.main !== 'again') out.push(button('again', ''));
      if (c.live && !c.ending && !c.paused) out.push(button('pause', ''));
      if (c.live && c.main !== 'cancel') out.push(button('cancel', 'stop'));
      return out;
    },
  };
}

export function nowLine(run, acts) {
  const said = computed(() => sentence(run.value, ticking.value), (a, b) => JSON.stringify(a) === JSON.stringify(b));
  const asked = computed(() => {
    const n = (run.value.nodes ?? []).find((x) => x.state === 'waiting' && x.type === 'data');
    return n && !run.value.ending ? { id: n.id, pass: n.pass, name: n.name, form: n.form ?? { fields: [] } } : null;
  }, (a, b) => JSON.stringify(a) === JSON.stringify(b));
  const open = signal(true), slot = h('div', {});
  effect(() => {
    slot.replaceChildren();
    const q = asked.value;
    if (q) untracked(() => put(slot, answerForm(run, q)));
  });
  onEnd(() => slot.replaceChildren());
  keys({
    a: () => {
      if (!asked.peek()) return false;
      open.value = true;
      slot.querySelector('input, select, textarea, button')?.focus();
      return true;
    },
  });
  const lead = () => {
    const s = said.value;
    return [
      h('b', {}, s.lead),
      s.more || s.since
        ? h(
          'span',
          { class: 'mute sm' },
          s.more ? ` ${s.lead.endsWith(':') ? '' : ''}${s.more}` : '',
          s.since ? [s.more ? '; since ' : ' since ', when(s.since)] : null,
        )
        : null,
    ];
  };
  return [
    h(
      'div',
      { class: () => `now ${asked.value && open.value ? 'open' : ''}`, 'data-state': () => said.value.state },
      h('div', { class: 'grow', role: 'status' }, lead),
      () => {
        const a = said.value.action;
        return a === 'answer'
          ? btn(() => open.value ? 'Hide' : 'Answer', {
            kind: open.value ? 'quiet' : 'main',
            'aria-expanded': () => String(open.value),
            onclick: () => {
              open.value = !open.peek();
            },
          })
          : a
          ? acts.button(a, a === 'cancel' ? 'stop' : a === 'again' ? '' : 'main')
          : null;
      },
    ),
    h('div', { hidden: () => !open.value }, slot),
    h(
      'div',
      { role: 'alert' },
      () =>
        acts.refused.value
          ? h(
            'p',
            { class: 'wrong', 'data-state': 'failed' },
            mark('failed', { size: 12 }),
            h('span', {}, acts.refused.value),
          )
          : null,
    ),
  ];
}

function answerForm(run, q) {
  const fields = q.form.fields ?? [],
    decide = q.form.good_when && fields.some((f) => f.id === q.form.good_when && f.type === 'bool')
      ? q.form.good_when
      : undefined;
  const ref = run.peek().ref, sent = signal(false);
  const send = async (values, key) => {
    await api.answer(ref, q.id, { values, pass: q.pass }, key);
    sent.value = true;
  };
  const form = dataForm(q.form, {
    send,
    submit: 'Answer',
    decide,
    label: `Answer ${q.name || q.id}`,
    shape: ({ fields: list, acts, error }) =>
      h(
        'div',
        { class: `answer ${list.length > 3 ? 'many' : ''}`, 'data-state': 'waiting' },
        list.length
          ? h('div', { class: 'fields' }, list)
          : h('p', { class: 'mute grow' }, 'Nothing has to be filled in.'),
        error,
        h('div', { class: 'acts' }, acts),
      ),
  });
  return h(
    'div',
    {},
    form,
    () =>
      sent.value
        ? h(
          'p',
          { class: 'xs mute pad-s', role: 'status' },
          `Answered${me.peek()?.name ? ` by ${me.peek().name}` : ''}; the run goes on.`,
        )
        : null,
  );
}
