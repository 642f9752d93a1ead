"""The published client of GET /api/v1/analysis/, with its base URL and key taken from the command line."""
import sys

import requests

BASE, KEY = sys.argv[1:3]
url = f"{BASE}/api/v1/analysis/"
headers = {"X-API-Key": KEY}


def get_all_analyses(api_key, status_filter=None):
    headers = {"X-API-Key": api_key}
    all_analyses = []
    offset = 0
    limit = 100
    while True:
        params = {"limit": limit, "offset": offset}
        if status_filter:
            params["status_filter"] = status_filter
        response = requests.get(url, headers=headers, params=params)
        data = response.json()
        all_analyses.extend(data['data'])
        if not data['has_more']:
            break
        offset += limit
    return all_analyses


def get_agent_analyses(api_key, agent_id):
    headers = {"X-API-Key": api_key}
    response = requests.get(url, headers=headers, params={
        "agent_id": agent_id,
        "limit": 1000
    })
    data = response.json()
    return data['data'], data['total']


completed_analyses = get_all_analyses(api_key=KEY, status_filter="completed")
print(f"Total completed analyses: {len(completed_analyses)}")

response = requests.get(url, headers=headers, params={"status_filter": "completed", "limit": 10})
analyses = response.json()['data']
for analysis in analyses:
    effort_score = analysis['results']['coaching']['customer_effort_score']
    greeting_ok = analysis['results']['quality']['greeting']['present']
    print(f"{analysis['call']['contact_id']}: CES={effort_score}/5, Greeting={greeting_ok}")

analyses, total = get_agent_analyses(KEY, "agent_001")
print(f"Agent agent_001 has {total} total analyses")

response = requests.get(url, headers=headers, params={"search": "customer_123"})
print(f"Found {response.json()['total']} for customer_123")

response = requests.get(url, headers=headers, params={"status_filter": "failed", "limit": 50})
failed_analyses = response.json()['data']
for analysis in failed_analyses:
    error = analysis['metadata']['error_message']
    print(f"Analysis {analysis['id']} failed: {error}")

response = requests.get(url, headers=headers, params={"limit": 20})
recent = response.json()['data']
print(f"Recent: {len(recent)}")

all_analyses = get_all_analyses(api_key=KEY, status_filter="completed")
total_effort = sum(
    a['results']['coaching']['customer_effort_score']
    for a in all_analyses
    if a['results']
)
avg_effort = total_effort / len(all_analyses)
print(f"Average customer effort score: {avg_effort:.2f}/5")

response = requests.get(url, headers=headers, params={
    "agent_id": "agent_001",
    "status_filter": "completed"
})
agent_analyses = response.json()['data']
total_calls = len(agent_analyses)
avg_effort = sum(a['results']['coaching']['customer_effort_score'] for a in agent_analyses) / total_calls
compliance_rate = sum(1 for a in agent_analyses
                      if not a['results']['compliance']['identity_verification']['flagged']) / total_calls
print("Agent agent_001 Report:")
print(f"  Total calls: {total_calls}")
print(f"  Avg customer effort: {avg_effort:.2f}/5")
print(f"  Compliance rate: {compliance_rate:.1%}")
