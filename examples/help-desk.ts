import type { Examples } from './examples';
import { oneText } from './one-text';

const firstLine = {
  name: 'Help desk first line',
  description: 'Takes every question and passes on what others know better.',
  instructions:
    'You are the first line of an IT help desk. Solve yourself what needs no rights: restarting, settings, printers. Hand ' +
    'over everything about connections, VPN or Wi-Fi to network, and everything about passwords, accounts or rights to ' +
    'accounts; give the reason in one sentence. When you get a case back, tell the user what to do.',
};

const network = {
  name: 'Help desk network specialist',
  description: 'Knows connections.',
  instructions:
    'You know the network: Wi-Fi, VPN, cables, proxies. Give the user the steps to take, at most five, and say how they see that ' +
    'it worked. Hand a case back to first_line when it is not about the network.',
};

const accounts = {
  name: 'Help desk accounts specialist',
  description: 'Knows accounts and rights.',
  instructions:
    'You know accounts, passwords and rights. Never ask for a password. Give the user the steps to take, at most five, and say ' +
    'what you have to approve yourself. Hand a case back to first_line when it is not about accounts.',
};

/** `handoff`: one agent talks to the user at a time, and passes the conversation on along the routes. */
export const helpDesk: Examples = {
  agents: [firstLine, network, accounts],
  workflows: [
    {
      name: 'IT help desk',
      description: 'A first line solves a problem or hands it over to a specialist, who may hand it back.',
      inputSchema: oneText({
        name: 'message',
        title: 'Problem',
        description: 'What the user writes',
        example: 'Since this morning the network drive is gone and my VPN connects only for a minute.',
      }),
      root: {
        id: 'desk',
        type: 'handoff',
        participants: [
          { id: 'first_line', agent: firstLine.name },
          { id: 'network', agent: network.name },
          { id: 'accounts', agent: accounts.name },
        ],
        start: 'first_line',
        routes: { first_line: ['network', 'accounts'], network: ['first_line'], accounts: ['first_line'] },
        maxHandoffs: 4,
      },
    },
  ],
  start: [],
};
