using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Lab.Tests.Hosts;

/// <summary>The lab hosts that a check may follow a back end to.</summary>
sealed class LabHosts(params LabHost[] hosts) : IHosts
{
    public IReadOnlyList<string> Names => [.. hosts.Select(h => h.Name)];

    public Host? Find(string name) => hosts.FirstOrDefault(h => h.Name == name)?.AsTarget();

    public Host? At(string address) => hosts.FirstOrDefault(h => h.Address == address)?.AsTarget();
}
