// An ordinary Bolt app, against the fake Slack of the tests: what Slack's own client accepts, the fake got right.
//   node bolt-app.mjs API_URL socket
//   node bolt-app.mjs API_URL http PORT
import bolt from '@slack/bolt';

const [apiUrl, mode, port] = process.argv.slice(2);
const app = new bolt.App({
  token: 'xoxb-fake-bot',
  signingSecret: 'fake-signing-secret',
  ...(mode === 'socket' ? { socketMode: true, appToken: 'xapp-fake-app' } : {}),
  clientOptions: { slackApiUrl: apiUrl },
  logLevel: 'error',
});

app.command('/502', async ({ command, ack, respond, client }) => {
  await ack();
  await respond({ response_type: 'ephemeral', text: `bolt heard ${command.text}` });
  await client.chat.postMessage({
    channel: command.channel_id,
    text: 'bolt asks',
    blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' }, value: 'a1' }] }],
    metadata: { event_type: 'bolt', event_payload: { n: 1 } },
  });
});

app.action('approve', async ({ ack, body, client, respond }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal', callback_id: 'why', title: { type: 'plain_text', text: 'Why' }, submit: { type: 'plain_text', text: 'Send' },
      private_metadata: JSON.stringify({ channel: body.channel.id, ts: body.message.ts }),
      blocks: [{ type: 'input', block_id: 'reason', label: { type: 'plain_text', text: 'Reason' }, element: { type: 'plain_text_input', action_id: 'v' } }],
    },
  });
  await respond({ replace_original: false, text: 'bolt opened a form' });
});

app.view('why', async ({ ack, view, body, client }) => {
  const reason = view.state.values.reason.v.value;
  if (!reason) return ack({ response_action: 'errors', errors: { reason: 'please say why' } });
  await ack();
  const { channel, ts } = JSON.parse(view.private_metadata);
  await client.chat.update({ channel, ts, text: `bolt: ${body.user.id} said ${reason}` });
  const { messages } = await client.conversations.replies({ channel, ts, include_all_metadata: true });
  await client.filesUploadV2({ channel_id: channel, thread_ts: ts, filename: 'why.txt', content: `${reason} ${messages.length}` });
});

app.event('app_mention', async ({ event, say }) => say({ thread_ts: event.ts, text: `bolt was called: ${event.text}` }));

app.shortcut('add_to_timeline', async ({ ack, shortcut, client }) => {
  await ack();
  await client.chat.postEphemeral({ channel: shortcut.channel.id, user: shortcut.user.id, text: `bolt pins ${shortcut.message.text}` });
});

await app.start(mode === 'http' ? { port: Number(port), host: '127.0.0.1' } : undefined);
console.log('ready');
process.stdin.resume().on('end', () => process.exit(0));
