// A Slack Web API that others wrote (https://www.npmjs.com/package/emulate), on the port that is given.
import { createEmulator } from 'emulate';

const scopes = ['commands', 'chat:write', 'app_mentions:read', 'im:history', 'channels:history', 'groups:history', 'channels:read', 'groups:read', 'reactions:read', 'files:write', 'files:read', 'users:read'];
const slack = await createEmulator({
  service: 'slack',
  port: Number(process.argv[2]),
  seed: {
    slack: {
      signing_secret: 's', strict_scopes: true, team: { name: 'Lab', domain: 'lab' },
      users: [{ name: 'alice', real_name: 'Alice Ops', email: 'alice@example.com' }],
      channels: [{ name: 'incidents', topic: 'Incidents' }], bots: [{ name: '502' }],
      tokens: [{ token: 'xoxb-emulate', user: 'admin', scopes }],
    },
  },
});
console.log('ready');
process.stdin.resume().on('end', async () => { await slack.close(); process.exit(0); });
