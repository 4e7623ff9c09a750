namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>What other proxies on the way logged about their upstreams.</summary>
sealed record ProxyErrors(IReadOnlyList<ProxyMessage> All);
